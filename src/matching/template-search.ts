import type { Captures, Part, Placeholder, Template } from '../model/template.ts'
import type { FoldedLine } from './folded-line.ts'
import { endsWhole, isWordCharacter, type Reach, reachOf, startsWhole, tidyCapture } from './placeholder.ts'

/**
 * Finds a template without ever going back, so that no text makes it slow.
 *
 * The parts are read from the last to the first. For each literal we keep the places from which the rest of the template
 * can be read; a place of the literal before it is good when the placeholder between them reaches one of those. Since each
 * good place knows the first good place after it, a start that is good is a whole match: the leftmost start is the answer, and
 * following the places gives the captures, each as short as it can be. Each literal's places are found once, hence linear time.
 */

/** Indices into the line, `end` exclusive. */
export interface TemplateMatch {
  readonly start: number
  readonly end: number
  readonly captures: Captures
}

/** A match spans at most this many characters; a run of blanks counts as one. */
export const LONGEST_SPAN = 1024

/** Long lines are searched in strides of this many starts, which bounds the memory, and the work when the match is near. */
export const STRIDE = 3 * LONGEST_SPAN

/** The leftmost match that starts in the folded text at `from` or later and before `to`. */
export function searchTemplate(
  template: Template,
  folded: FoldedLine,
  from: number,
  to: number,
): TemplateMatch | undefined {
  for (let at = from; at < to; at += STRIDE) {
    const match = searchStride(template, folded, at, Math.min(to, at + STRIDE))
    if (match) return match
  }
  return undefined
}

/** Where a literal stands from which the rest of the template can be read up to `end`; `next` is the place of the literal after it. */
interface Place {
  readonly start: number
  readonly end: number
  readonly next?: Place | undefined
}

/** What is searched: starts lie in `from` to `to` of `text`, which is the folded text from `base` on, as far as a match or a look at its edge may go. */
interface Stride {
  readonly template: Template
  readonly text: string
  readonly base: number
  readonly from: number
  readonly to: number
}

function searchStride(template: Template, folded: FoldedLine, from: number, to: number): TemplateMatch | undefined {
  const base = Math.max(0, from - 1)
  const text = folded.text.slice(base, to + LONGEST_SPAN + 2)
  const stride = { template, text, base, from: from - base, to: to - base }
  const starts = firstOccurrences(stride)
  const place = starts && (readAt(starts, stride) ?? leftmost(stride))
  return place && matchAt(place, stride, folded)
}

/** The first place of each literal after that of the one before. Most of what does not match lacks one. */
function firstOccurrences({ template, text, from }: Stride): number[] | undefined {
  const starts: number[] = []
  let at = from
  for (const part of template.parts) {
    if ('placeholder' in part) at++
    else {
      const found = text.indexOf(part.literal, at)
      if (found < 0) return undefined
      starts.push(found)
      at = found + part.literal.length
    }
  }
  return starts
}

/** Most of what matches does so with the first place of each literal, and then no other match precedes it. */
function readAt(starts: readonly number[], stride: Stride): Place | undefined {
  const { parts } = stride.template
  const first = starts[0] as number
  if ('placeholder' in (parts[0] as Part) || first >= stride.to || !startsAtWord(stride, first)) return undefined
  let left = starts.length
  let place: Place | undefined
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i] as Part
    if ('placeholder' in part) continue
    const start = starts[--left] as number
    place = follow(parts[i + 1], stride, place && [place])(start, start + part.literal.length)
    if (!place) return undefined
  }
  return place && isShort(place) ? place : undefined
}

function leftmost(stride: Stride): Place | undefined {
  const { parts } = stride.template
  let places: Place[] | undefined
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]
    if (part === undefined || 'placeholder' in part) continue
    places = placesOf(part.literal, i, stride, places)
    if (places.length === 0) return undefined
  }
  const first = parts[0]
  if (first && 'placeholder' in first) return leftmostOfPlaceholder(first, stride, places)
  return places?.findLast((place) => isShort(place))
}

/** The good places of the literal `parts[i]`, rightmost first. */
function placesOf(literal: string, i: number, stride: Stride, next: readonly Place[] | undefined): Place[] {
  const { template, text, from, to } = stride
  const following = follow(template.parts[i + 1], stride, next)
  const starts = i === 0 ? occurrences(text, literal, from, to) : occurrences(text, literal, from + i, text.length)
  return starts.reverse().flatMap((start) => {
    if (i === 0 && !startsAtWord(stride, start)) return []
    return following(start, start + literal.length) ?? []
  })
}

function occurrences(text: string, literal: string, from: number, to: number): number[] {
  const starts: number[] = []
  for (let at = text.indexOf(literal, from); at >= 0 && at < to; at = text.indexOf(literal, at + 1)) starts.push(at)
  return starts
}

function leftmostOfPlaceholder(
  placeholder: Placeholder,
  stride: Stride,
  next: readonly Place[] | undefined,
): Place | undefined {
  const following = follow(placeholder, stride, next)
  let best: Place | undefined
  for (let start = stride.to - 1; start >= stride.from; start--) {
    if (stride.template.wholeWords && !startsWhole(placeholder.placeholder, stride.text, start)) continue
    const place = following(start, start)
    if (place && isShort(place)) best = place
  }
  return best
}

/** Given ever smaller starts and the ends of their literals, tells which are good. */
type Follow = (start: number, at: number) => Place | undefined

function follow(gap: Part | undefined, stride: Stride, next: readonly Place[] | undefined): Follow {
  if (!gap || 'literal' in gap) {
    return (start, at) => (endsAtWord(stride, at) ? { start, end: at } : undefined)
  }
  const reach = reacher(gap, stride.text)
  if (!next) return (start, at) => lastPlace(gap, stride, start, reach(at))
  return (start, at) => {
    const found = reach(at)
    const place = found && firstFrom(next, found.shortest)
    return place && place.start <= found.longest ? { start, end: place.end, next: place } : undefined
  }
}

/** Remembers the reach to the right, so that many starts in one long run cost one walk over it. */
function reacher({ placeholder }: Placeholder, text: string): (at: number) => Reach | undefined {
  let right: Reach | undefined
  return (at) => {
    const reach = reachOf(placeholder, text, at, right)
    right = reach ?? right
    return reach
  }
}

/** The template ends with a placeholder: all of a `<path>` must fit, a `<*>` is cut where the span ends. */
function lastPlace(gap: Placeholder, stride: Stride, start: number, reach: Reach | undefined): Place | undefined {
  if (!reach) return undefined
  if (gap.placeholder === 'any') return { start, end: reach.shortest }
  const whole = !stride.template.wholeWords || endsWhole(gap.placeholder, stride.text, reach.longest)
  return whole ? { start, end: reach.longest } : undefined
}

/** `places` are ordered from right to left. */
function firstFrom(places: readonly Place[], start: number): Place | undefined {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle]?.start ?? 0) >= start) low = middle + 1
    else high = middle
  }
  return places[low - 1]
}

function isShort(place: Place): boolean {
  return place.end - place.start <= LONGEST_SPAN
}

function startsAtWord({ template, text }: Stride, start: number): boolean {
  return !template.wholeWords || !isWordCharacter(text, start) || !isWordCharacter(text, start - 1)
}

function endsAtWord({ template, text }: Stride, end: number): boolean {
  return !template.wholeWords || !isWordCharacter(text, end - 1) || !isWordCharacter(text, end)
}

function matchAt(first: Place, { template, text, base }: Stride, folded: FoldedLine): TemplateMatch {
  const captures: Record<string, string> = {}
  let place = first
  let at = first.start
  for (const part of template.parts) {
    if ('literal' in part) at += part.literal.length
    else {
      const end = place.next?.start ?? lastEnd(part, first, place, text)
      if (part.name !== undefined)
        captures[part.name] = tidyCapture(part.placeholder, folded.between(base + at, base + end))
      place = place.next ?? place
      at = end
    }
  }
  return {
    start: folded.offsetOf(base + first.start),
    end: folded.offsetOf(base + at),
    captures,
  }
}

function lastEnd(part: Placeholder, first: Place, last: Place, text: string): number {
  if (part.placeholder !== 'any') return last.end
  const end = Math.min(text.length, first.start + LONGEST_SPAN)
  return text[end - 1] === ' ' ? end - 1 : end
}
