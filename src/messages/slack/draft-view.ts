import type { KnownBlock, ModalView } from '@slack/types'
import type { Case, Language } from '../../model/case.ts'
import { SECTIONS, type Section, type SectionProblem, type Sections } from '../../model/draft-sections.ts'
import { MODAL } from './budget.ts'
import { DRAFT_WORDING, type DraftWording } from './draft-wording.ts'
import { cleanLine, cleanLines, cut } from './escape.ts'
import { body, context, richBlocks } from './ladder.ts'
import { bold, code, type Entry, line, type Part, part, plain } from './part.ts'
import { WORDING } from './wording.ts'

/** What the modal in which a case is written is about. It travels through the client: ids only. */
export interface DraftPlace {
  /** The draft and the version of it that the form shows; absent for a new one. */
  readonly draft?: string | undefined
  readonly version?: number | undefined
  /** Where it was begun. */
  readonly channel: string
}

/** Ids of the modal and of the field that says what happens next; every other field has the id of its section. */
export const DRAFT = { callback: 'draft', next: 'next', keep: 'keep', review: 'review' } as const
/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const MAX_FIELD = 3000
const MAX_TITLE = 24

/** A text as the form holds it, to tell whether somebody changed it. */
export function asField(text: string): string {
  return cleanLines(text, 100_000)
}

/** A section that a form cannot hold is not in it. */
export function isTooLong(text: string): boolean {
  return asField(text).length > MAX_FIELD
}

/** The form, filled in as far as something is known; above it why the draft came back, if it did. */
export function draftView(sections: Sections, place: DraftPlace, language: Language, sentBack?: string): ModalView {
  const words = DRAFT_WORDING[language]
  const long = SECTIONS.filter((it) => isTooLong(sections[it] ?? ''))
  const notes = long.map((it) => words.fields[it].label).join(', ')
  return {
    ...frame(words),
    private_metadata: JSON.stringify(place),
    submit: title(words.modal.submit),
    blocks: [
      ...context([
        ...(sentBack === undefined ? [] : [cleanLine(`${words.sendBack.why}: ${sentBack}`, 1200)]),
        cleanLine(words.modal.intro, 300),
        ...(long.length > 0 ? [cleanLine(words.modal.tooLong(notes), 600)] : []),
      ]),
      nextInput(words),
      ...SECTIONS.filter((it) => !long.includes(it)).map((it) => sectionInput(it, sections[it] ?? '', words)),
    ],
  }
}

/** What stands there until the thread is read: a trigger lives three seconds. */
export function loadingView(language: Language): ModalView {
  const words = DRAFT_WORDING[language]
  return { ...frame(words), blocks: context([cleanLine(words.modal.loading, 150)]) }
}

export function failedView(sentence: string, language: Language): ModalView {
  const words = DRAFT_WORDING[language]
  return { ...frame(words), blocks: context([cleanLine(sentence, 600)]) }
}

/** What is shown once a draft is saved: what is missing still, and which cases are like it. */
export interface SavedDraft {
  readonly sentForReview: boolean
  readonly problems: readonly SectionProblem[]
  readonly siblings: readonly Case[]
  readonly alike: readonly Case[]
}

export function savedView(saved: SavedDraft, language: Language): ModalView {
  const words = DRAFT_WORDING[language]
  const first = cleanLine(saved.sentForReview ? words.sentForReview : words.saved, 150)
  const page = {
    title: first,
    parts: [missingPart(saved, words), ...nearParts(saved, language)],
    buttons: [],
    footer: [],
  }
  const { blocks, footer } = body(page, MODAL, WORDING[language])
  return { ...frame(words), blocks: [...richBlocks(first, blocks), ...context(footer)] }
}

/** Cases that share an error text with it, and those that say much the same. */
export function nearParts({ siblings, alike }: Pick<SavedDraft, 'siblings' | 'alike'>, language: Language): Part[] {
  const words = DRAFT_WORDING[language]
  const list = (cases: readonly Case[]) =>
    cases.map((it): Entry => [line('• ', code(it.id, 100), ' ', plain(it.title[language], 160))])
  return [
    part(2, line(bold(words.siblings)), list(siblings), MAX_LISTED),
    part(3, line(bold(words.alike)), list(alike.filter((it) => !siblings.includes(it))), MAX_LISTED),
  ]
}

/** Undefined for what no form of ours said. */
export function readDraftPlace(metadata: string): DraftPlace | undefined {
  try {
    const { draft, version, channel } = Object(JSON.parse(metadata))
    if (typeof channel !== 'string') return undefined
    return typeof draft === 'string' && typeof version === 'number' ? { draft, version, channel } : { channel }
  } catch {
    return undefined
  }
}

const MAX_LISTED = 5

function missingPart({ problems, sentForReview }: SavedDraft, words: DraftWording): Part {
  if (sentForReview) return part(1, undefined, [])
  if (problems.length === 0) return part(1, undefined, [[line(words.nothingMissing)]])
  const entries = problems.map(
    ({ section, message }): Entry => [line('• ', bold(words.fields[section].label), ': ', plain(message, 300))],
  )
  return part(1, line(bold(words.missing)), entries, 40)
}

function frame(words: DraftWording) {
  return {
    type: 'modal' as const,
    callback_id: DRAFT.callback,
    title: title(words.modal.title),
    close: title(words.modal.close),
  }
}

function title(text: string) {
  return { type: 'plain_text', text: cut(text, MAX_TITLE), emoji: false } as const
}

function nextInput({ modal }: DraftWording): KnownBlock {
  const option = (value: string, text: string) => ({ value, text: { type: 'plain_text' as const, text, emoji: false } })
  const keep = option(DRAFT.keep, modal.keep)
  return {
    type: 'input',
    block_id: DRAFT.next,
    label: { type: 'plain_text', text: modal.next, emoji: false },
    element: {
      type: 'radio_buttons',
      action_id: DRAFT.next,
      options: [keep, option(DRAFT.review, modal.review)],
      initial_option: keep,
    },
  }
}

const ONE_LINE: readonly Section[] = ['name', 'title_en', 'title_zh']

function sectionInput(section: Section, text: string, { fields }: DraftWording): KnownBlock {
  const { label, hint } = fields[section]
  const initial = asField(text)
  return {
    type: 'input',
    block_id: section,
    optional: true,
    label: { type: 'plain_text', text: label, emoji: false },
    ...(hint !== undefined && { hint: { type: 'plain_text' as const, text: hint, emoji: false } }),
    element: {
      type: 'plain_text_input',
      action_id: section,
      multiline: !ONE_LINE.includes(section),
      max_length: MAX_FIELD,
      ...(initial !== '' && { initial_value: initial }),
    },
  }
}
