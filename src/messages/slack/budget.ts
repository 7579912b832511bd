import { escapeMrkdwn } from './escape.ts'
import { type Element, type Entry, isVisible, line, type Part, type Span } from './part.ts'

/** What Slack accepts in one message or view, less what stands in it besides the parts. */
export interface Limits {
  readonly blocks: number
  /** Characters of all blocks together. */
  readonly text: number
}

/** Slack documents 12,000 characters and refused 11,341: https://github.com/slackapi/bolt-js/issues/2509 */
export const MESSAGE: Limits = { blocks: 50, text: 9000 }
/** A view may have 250 KB: this many characters of the longest JSON escapes, with all that stands around them. */
export const MODAL: Limits = { blocks: 100, text: 15_000 }

/** Slack refuses a section of more than 3,000 characters; the rest is room for a title above. */
const MAX_BLOCK = 2800

export interface Fitted {
  /** The elements of each block, never empty. */
  readonly blocks: readonly (readonly Element[])[]
  /** False when a whole part was left out, which no block says. */
  readonly whole: boolean
}

/**
 * Chooses what is shown, the most important part first, entry by entry; from the first entry that has no room on,
 * nothing is. A part that is cut says how many entries are left. Parts stay in their order.
 */
export function fitParts(parts: readonly Part[], limits: Limits, more: (left: number) => string): Fitted {
  const visible = parts.filter((it) => it.entries.length > 0)
  const shown = choose(visible.slice().sort(byPriority).slice(0, maxParts(limits)), limits.text, more)
  const blocks = visible.flatMap((it) => pack(shown.get(it) ?? []))
  return { blocks, whole: shown.size === visible.length }
}

/** How many characters the element takes in the longest of its forms, with its line end. */
export function lengthOf(element: Element): number {
  if (element.kind === 'pre') return element.text.length + 1
  const mentions = element.spans.some((span) => span.kind === 'user')
  return element.spans.reduce((sum, span) => sum + spanLength(span, mentions), 1)
}

function byPriority(a: Part, b: Part): number {
  return a.priority - b.priority
}

/** Two blocks in a row of one part are together longer than one block may be. */
function maxParts({ blocks, text }: Limits): number {
  return blocks - Math.ceil((2 * text) / MAX_BLOCK)
}

function choose(parts: readonly Part[], room: number, more: (left: number) => string): Map<Part, readonly Element[]> {
  const shown = new Map<Part, readonly Element[]>()
  let left = room
  for (const it of parts) {
    const heading = it.heading && isVisible(it.heading) ? [it.heading] : []
    const rest = line(more(it.left + it.entries.length))
    const { taken, used } = take(it.entries, left - lengthOfAll([...heading, rest]))
    if (taken.length === 0) break
    const omitted = it.left + it.entries.length - taken.length
    shown.set(it, [...heading, ...taken.flat(), ...(omitted > 0 ? [line(more(omitted))] : [])])
    if (taken.length < it.entries.length) break
    left -= used + lengthOfAll([...heading, rest])
  }
  return shown
}

function take(entries: readonly Entry[], room: number): { taken: readonly Entry[]; used: number } {
  let used = 0
  for (const [i, entry] of entries.entries()) {
    const length = lengthOfAll(entry)
    if (used + length > room) return { taken: entries.slice(0, i), used }
    used += length
  }
  return { taken: entries, used }
}

function pack(elements: readonly Element[]): Element[][] {
  const blocks: Element[][] = []
  let length = MAX_BLOCK
  for (const element of elements) {
    length += lengthOf(element)
    if (length > MAX_BLOCK) {
      blocks.push([])
      length = lengthOf(element)
    }
    blocks.at(-1)?.push(element)
  }
  return blocks
}

function lengthOfAll(elements: readonly Element[]): number {
  return elements.reduce((sum, element) => sum + lengthOf(element), 0)
}

function spanLength(span: Span, escaped: boolean): number {
  if (span.kind === 'user') return span.id.length + '<@>'.length
  return escaped ? escapeMrkdwn(span.text).length : span.text.length
}
