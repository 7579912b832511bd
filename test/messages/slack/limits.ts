import type { KnownBlock, ModalView, RichTextBlock } from '@slack/types'
import type { SlackMessage } from '../../../src/messages/slack/ladder.ts'

/** What a block's texts may hold, and whether Slack parses entities in them. */
const TEXTS: Readonly<Record<string, { readonly max: number; readonly parsed: boolean }>> = {
  'message text': { max: 3900, parsed: true },
  'section mrkdwn': { max: 3000, parsed: true },
  'section plain_text': { max: 3000, parsed: false },
  'header plain_text': { max: 150, parsed: false },
  'context mrkdwn': { max: 3000, parsed: true },
  'context plain_text': { max: 3000, parsed: false },
  'button plain_text': { max: 75, parsed: false },
  'rich_text text': { max: 3000, parsed: false },
  'rich_text link': { max: 3000, parsed: false },
  'rich_text whole': { max: 3000, parsed: false },
  'modal title': { max: 24, parsed: false },
}

const COUNTS = {
  'blocks of a message': 50,
  'blocks of a modal': 100,
  'elements of a context': 10,
  'elements of actions': 25,
  'text of all blocks of a message': 9000,
  'characters of a button value': 2000,
  'bytes of a view': 250_000,
} as const

interface Shown {
  readonly kind: string
  readonly text: string
}

/** What Slack would refuse in a message, or would read as something else than text. Empty when all is well. */
export function wrongInMessage(message: SlackMessage, solver?: string): string[] {
  const blocks = message.blocks ?? []
  const texts = blocks.flatMap(textsOf)
  const total = texts.filter(({ kind }) => kind !== 'rich_text whole').reduce((sum, { text }) => sum + text.length, 0)
  return [
    ...tooMany('blocks of a message', blocks.length),
    ...tooMany('text of all blocks of a message', total),
    ...(message.blocks?.length === 0 ? ['an empty list of blocks'] : []),
    ...blocks.flatMap(wrongInBlock),
    ...[{ kind: 'message text', text: message.text }, ...texts].flatMap((text) => wrongInText(text, solver)),
    ...survivesJson(message),
  ]
}

export function wrongInView(view: ModalView, solver?: string): string[] {
  const blocks = view.blocks as KnownBlock[]
  const titles = [view.title, view.close].map((it) => ({ kind: 'modal title', text: it?.text ?? '' }))
  return [
    ...tooMany('blocks of a modal', blocks.length),
    ...tooMany('bytes of a view', Buffer.byteLength(JSON.stringify(view))),
    ...blocks.flatMap(wrongInBlock),
    ...[...titles, ...blocks.flatMap(textsOf)].flatMap((text) => wrongInText(text, solver)),
    ...survivesJson(view),
  ]
}

function tooMany(what: keyof typeof COUNTS, count: number): string[] {
  return count > COUNTS[what] ? [`${what}: ${count}, at most ${COUNTS[what]}`] : []
}

function wrongInBlock(block: KnownBlock): string[] {
  if (block.type === 'context') return wrongCount('elements of a context', block.elements.length)
  if (block.type === 'rich_text') return wrongInRichText(block)
  if (block.type !== 'actions') return []
  const values = block.elements.map((it) => ('value' in it ? String(it.value) : ''))
  return [
    ...wrongCount('elements of actions', block.elements.length),
    ...values.flatMap((value) => tooMany('characters of a button value', value.length)),
  ]
}

function wrongCount(what: keyof typeof COUNTS, count: number): string[] {
  return count === 0 ? [`no ${what}`] : tooMany(what, count)
}

function wrongInRichText(block: RichTextBlock): string[] {
  const empty = block.elements.length === 0 || block.elements.some((element) => element.elements.length === 0)
  return empty ? ['an empty element of rich_text'] : []
}

/** Every text of a block that somebody sees. A kind of block that is not listed here is wrong. */
function textsOf(block: KnownBlock): Shown[] {
  switch (block.type) {
    case 'header':
      return [{ kind: `header ${block.text.type}`, text: block.text.text }]
    case 'section':
      return [{ kind: `section ${block.text?.type}`, text: block.text?.text ?? '' }]
    case 'context':
      return block.elements.map((it) => ({ kind: `context ${it.type}`, text: 'text' in it ? it.text : '' }))
    case 'actions':
      return block.elements.map((it) => ({ kind: 'button plain_text', text: it.type === 'button' ? it.text.text : '' }))
    case 'rich_text':
      return richTexts(block)
    default:
      return [{ kind: block.type, text: '' }]
  }
}

function richTexts(block: RichTextBlock): Shown[] {
  const parts = block.elements
    .flatMap((element): readonly object[] => element.elements)
    .map((it): Record<string, unknown> => ({ ...it }))
    .map((it): Shown => ({ kind: `rich_text ${it.type}`, text: String(it.text ?? it.url ?? it.user_id ?? '') }))
  return [...parts, { kind: 'rich_text whole', text: parts.map(({ text }) => text).join('') }]
}

/** What is wrong with one text, shown in that kind of field. */
export function wrongInText({ kind, text }: Shown, solver: string | undefined): string[] {
  if (kind === 'rich_text user') return text === solver ? [] : [`a mention of ${text}`]
  const rule = TEXTS[kind]
  if (!rule) return [`a ${kind}, which no table knows`]
  const wrong = [
    ...(text.length > rule.max ? [`longer than ${rule.max}`] : []),
    ...(text === '' || (kind !== 'rich_text text' && text.trim() === '') ? ['empty'] : []),
    ...(/[\uD800-\uDFFF]/u.test(text) ? ['half of a surrogate pair'] : []),
    ...(/[\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/.test(text) ? ['hidden direction or width'] : []),
    ...(/[^\P{Cc}\n\t]/u.test(text) ? ['control character'] : []),
    ...(rule.parsed ? wrongMarkup(text, solver) : []),
  ]
  return wrong.map((what) => `${kind}: ${what}`)
}

/** What stays of a parsed text without the intended mention and the three entities is free of markup. */
function wrongMarkup(text: string, solver?: string): string[] {
  const rest = (solver === undefined ? text : text.replace(`<@${solver}>`, '')).replace(/&(?:amp|lt|gt);/g, '')
  return [
    ...(/<[!@#]|<https?:|<mailto:/.test(rest) ? ['a ping or link'] : []),
    ...(/[<>&]/.test(rest) ? ['an unescaped character'] : []),
    ...(rest.includes('```') ? ['a fence'] : []),
  ]
}

function survivesJson(value: object): string[] {
  const again: unknown = JSON.parse(JSON.stringify(value))
  return JSON.stringify(again) === JSON.stringify(value) ? [] : ['not JSON']
}
