import type {
  ContextBlock,
  KnownBlock,
  MessageMetadata,
  RichTextBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextSection,
  SectionBlock,
} from '@slack/types'
import { fitParts, type Limits, MESSAGE } from './budget.ts'
import { type Button, buttonElement } from './button.ts'
import { type CleanText, cleanLine, isBlank, mrkdwn } from './escape.ts'
import { bold, type Element, type Line, line, type Part, type Span } from './part.ts'
import type { Wording } from './wording.ts'

/** What a call of `chat.postMessage` or `chat.update` says. `text` is what screen readers and notifications read. */
export interface SlackMessage {
  readonly text: string
  readonly blocks?: KnownBlock[]
  readonly metadata?: MessageMetadata
}

/** A message before it has a form. */
export interface Letter {
  readonly title: CleanText
  readonly parts: readonly Part[]
  readonly buttons: readonly Button[]
  /** Small print, at most nine pieces. */
  readonly footer: readonly CleanText[]
  /** Escaped, at most 3,900 characters: `chat.update` refuses more than 4,000. */
  readonly text: string
  /** The investigation that the message belongs to: how it is found again. Every member of the channel can read it. */
  readonly investigation?: string
}

const METADATA_EVENT = 'casebook_investigation'

/**
 * The forms of a message from the richest to the plainest, for the caller to go down when Slack refuses one with
 * `invalid_blocks`: rich text, plain sections, text alone. Foreign text is never in a field that Slack parses, except
 * in `text`, escaped.
 */
export function ladder(letter: Letter, wording: Wording): SlackMessage[] {
  const { blocks, footer } = body(letter, MESSAGE, wording)
  const feet = [...actions(letter.buttons), ...context(footer)]
  const rich = [...richBlocks(letter.title, blocks), ...feet]
  const plain = [...sectionBlocks(letter.title, blocks), ...feet]
  const { text, investigation } = letter
  const tail = investigation === undefined ? {} : { metadata: metadata(investigation) }
  return [
    { text, blocks: rich, ...tail },
    { text, blocks: plain, ...tail },
    { text, ...tail },
  ]
}

/** The parts that have room beside the title, the buttons and the footer, and the footer, which says when not all had. */
export function body(
  { title, parts, buttons, footer }: Omit<Letter, 'text'>,
  limits: Limits,
  wording: Wording,
): { blocks: readonly (readonly Element[])[]; footer: readonly CleanText[] } {
  const cut = cleanLine(wording.cut, 100)
  const around = [title, cut, ...footer, ...buttons.map((button) => button.label)]
  const taken = around.reduce((sum, text) => sum + text.length + 1, 0)
  const fitted = fitParts(parts, { blocks: limits.blocks - FRAME_BLOCKS, text: limits.text - taken }, wording.more)
  return { blocks: fitted.blocks, footer: fitted.whole ? footer : [...footer, cut] }
}

const MAX_CONTEXT = 10
/** Title, buttons and footer. */
const FRAME_BLOCKS = 3

/** The title is the first line of the first block. */
export function richBlocks(title: CleanText, blocks: readonly (readonly Element[])[]): RichTextBlock[] {
  const [first = [], ...rest] = blocks
  return [[line(bold(visible(title))), ...first], ...rest].map(richText)
}

export function context(footer: readonly CleanText[]): ContextBlock[] {
  const texts = footer.filter((text) => !isBlank(text)).slice(0, MAX_CONTEXT)
  if (texts.length === 0) return []
  return [{ type: 'context', elements: texts.map((text) => ({ type: 'plain_text', text, emoji: false })) }]
}

export function actions(buttons: readonly Button[]): KnownBlock[] {
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons.map(buttonElement) }]
}

function metadata(investigation: string): MessageMetadata {
  return { event_type: METADATA_EVENT, event_payload: { investigation } }
}

/** Lines that follow each other are one paragraph, and so is what is preformatted. */
function richText(elements: readonly Element[]): RichTextBlock {
  return { type: 'rich_text', elements: runs(elements).map(richRun) }
}

function runs(elements: readonly Element[]): Element[][] {
  const found: Element[][] = []
  for (const element of elements) {
    const last = found.at(-1)
    if (last?.[0]?.kind === element.kind) last.push(element)
    else found.push([element])
  }
  return found
}

function richRun(run: readonly Element[]): RichTextSection | RichTextPreformatted {
  const texts = run.flatMap((element) => (element.kind === 'pre' ? [element.text] : []))
  if (texts.length > 0) return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: texts.join('\n') }] }
  const lines = run.flatMap((element) => (element.kind === 'line' ? [element.spans.map(richSpan)] : []))
  const lineEnd: RichTextElement = { type: 'text', text: '\n' }
  return { type: 'rich_text_section', elements: lines.flatMap((spans, i) => (i === 0 ? spans : [lineEnd, ...spans])) }
}

function richSpan(span: Span): RichTextElement {
  if (span.kind === 'user') return { type: 'user', user_id: span.id }
  if (span.kind === 'link') return { type: 'link', url: span.text }
  const { kind, text } = span
  return kind === 'text' ? { type: 'text', text } : { type: 'text', text, style: { [kind]: true } }
}

function sectionBlocks(title: CleanText, blocks: readonly (readonly Element[])[]): KnownBlock[] {
  return [{ type: 'header', text: { type: 'plain_text', text: visible(title), emoji: false } }, ...blocks.map(section)]
}

function visible(title: CleanText): string {
  return isBlank(title) ? '…' : title
}

/** Only a block that mentions somebody is parsed by Slack; all others show what they hold. */
function section(elements: readonly Element[]): SectionBlock {
  const text = elements.map(writtenPlain).join('\n')
  if (!elements.some(mentions)) return { type: 'section', text: { type: 'plain_text', text, emoji: false } }
  return { type: 'section', text: { type: 'mrkdwn', text: elements.map(writtenMrkdwn).join('\n'), verbatim: true } }
}

function mentions(element: Element): boolean {
  return element.kind === 'line' && element.spans.some((span) => span.kind === 'user')
}

function writtenPlain(element: Element): string {
  return element.kind === 'pre' ? element.text : joined(element, (text) => text)
}

function writtenMrkdwn(element: Element): string {
  return element.kind === 'pre' ? mrkdwn(element.text) : joined(element, mrkdwn)
}

function joined({ spans }: Line, written: (text: CleanText) => string): string {
  return spans.map((span) => (span.kind === 'user' ? `<@${span.id}>` : written(span.text))).join('')
}
