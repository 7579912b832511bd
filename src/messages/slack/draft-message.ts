import type { Case, Language } from '../../model/case.ts'
import type { Draft, Revision } from '../../model/draft.ts'
import { lineDifference, writtenDifference } from '../difference.ts'
import { accessibleText } from './accessible-text.ts'
import type { Button } from './button.ts'
import { backgroundParts, fixPart, symptomParts } from './case-parts.ts'
import { draftButton } from './draft-button.ts'
import { nearParts } from './draft-view.ts'
import { DRAFT_WORDING, type DraftWording } from './draft-wording.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { BRIEF } from './extent.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { writtenMoment } from './moment.ts'
import { bold, code, type Entry, isUserId, line, type Part, part, plain, pre, user } from './part.ts'
import { WORDING } from './wording.ts'

/** A draft that waits for review, or waited. */
export interface Review {
  readonly draft: Draft
  /** As it would be published. */
  readonly case: Case
  /** The case of the library that it takes the place of. */
  readonly replaces: Case | undefined
  readonly siblings: readonly Case[]
  readonly alike: readonly Case[]
}

/** What reviewers see: the case, or what changes of it, what it is like, and what they may do. */
export function reviewMessage(review: Review, language: Language): SlackMessage[] {
  const { draft, case: subject, replaces, siblings, alike } = review
  const words = DRAFT_WORDING[language]
  const warning = replaces && !draft.live ? words.replaces : ''
  const title = cleanLine(words.inReview(nameOf(draft, words)), 150)
  const shown = draft.live ? [changesPart(draft.live.text, draft.text, words)] : wholeParts(subject, language)
  const letter = {
    title,
    parts: [
      writersPart(draft, words),
      titlePart(subject, language),
      part(1, undefined, [[line(bold(warning))]]),
      ...nearParts({ siblings, alike }, language),
      ...shown,
    ],
    buttons: buttonsOf(draft, words, 0),
    footer: [cleanLine(words.reviewFooter, 150)],
    text: accessibleText([
      [mrkdwn(title)],
      [writersText(draft, words)],
      [warning],
      [mrkdwn(cleanLine(subject.title[language], 300))],
      near(siblings, words.siblings),
      near(alike, words.alike),
    ]),
  }
  return ladder(letter, WORDING[language])
}

/** What stands in the place of a review that is over. */
export function reviewedMessage(draft: Draft, by: string, language: Language): SlackMessage[] {
  const words = DRAFT_WORDING[language]
  const name = nameOf(draft, words)
  const says = {
    draft: words.sentBack,
    'in-review': words.inReview,
    published: words.published,
    retired: words.retired,
  }
  const title = cleanLine(says[draft.state](name), 150)
  const letter = {
    title,
    parts: [part(1, undefined, [[line(user(by))]])],
    buttons: draft.state === 'published' ? [retireButton(draft, words, 0)] : [],
    footer: [cleanLine(words.revision(draft.revision), 100)],
    text: accessibleText([[mrkdwn(title)], [isUserId(by) ? `<@${by}>` : mrkdwn(cleanLine(by, 60))]]),
  }
  return ladder(letter, WORDING[language])
}

/** Tells who wrote a draft why it came back, and lets them go on. */
export function sentBackMessage(draft: Draft, language: Language): SlackMessage[] {
  const words = DRAFT_WORDING[language]
  const title = cleanLine(words.sentBack(nameOf(draft, words)), 150)
  const why = draft.sentBack ?? ''
  const letter = {
    title,
    parts: [writersPart(draft, words), part(1, line(bold(words.sendBack.why)), linesOf(why))],
    buttons: buttonsOf(draft, words, 0),
    footer: [],
    text: accessibleText([
      [mrkdwn(title)],
      [writersText(draft, words)],
      [`${words.sendBack.why}: ${mrkdwn(cleanLine(why, 1000))}`],
    ]),
  }
  return ladder(letter, WORDING[language])
}

/** `/casebook drafts`: what each of them is, and what can be done with it. */
export function draftListMessage(drafts: readonly Draft[], language: Language): SlackMessage[] {
  const words = DRAFT_WORDING[language]
  const title = cleanLine(drafts.length === 0 ? words.noDrafts : words.list(drafts.length), 150)
  const listed = drafts.slice(0, MAX_WITH_BUTTONS)
  const entries = drafts.map(
    (it, i): Entry => [line(`${i + 1}. `, code(nameOf(it, words), 120), ` ${stateOf(it, words)}`)],
  )
  const letter = {
    title,
    parts: [part(1, undefined, entries)],
    buttons: listed.flatMap((it, i) => buttonsOf(it, words, i + 1)).slice(0, MAX_BUTTONS),
    footer: [],
    text: accessibleText([
      [mrkdwn(title)],
      ...drafts.map((it) => [mrkdwn(cleanLine(`${nameOf(it, words)}: ${stateOf(it, words)}`, 200))]),
    ]),
  }
  return ladder(letter, WORDING[language])
}

/** One draft: who saved what when, and what differs between two of its texts. */
export function draftHistoryMessage(
  draft: Draft,
  revisions: readonly Revision[],
  [before, after]: readonly [Revision | undefined, Revision | undefined],
  language: Language,
): SlackMessage[] {
  const words = DRAFT_WORDING[language]
  const title = cleanLine(`${nameOf(draft, words)} · ${stateOf(draft, words)}`, 150)
  const saved = revisions.map(
    ({ number, by, at }): Entry => [line('• ', words.revision(number), ', ', writtenMoment(at), ', ', user(by))],
  )
  const empty = { ...draft.text, case: '', proof: '' }
  const changes = changesPart(before?.text ?? empty, after?.text ?? draft.text, words)
  const letter = {
    title,
    parts: [part(1, undefined, saved.slice(-MAX_REVISIONS)), changes],
    buttons: buttonsOf(draft, words, 0),
    footer: [],
    text: accessibleText([[mrkdwn(title)], [words.revision(draft.revision)]]),
  }
  return ladder(letter, WORDING[language])
}

const MAX_WITH_BUTTONS = 12
/** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
const MAX_BUTTONS = 25
const MAX_REVISIONS = 20
const LINES_AT_ONCE = 12

function buttonsOf(draft: Draft, words: DraftWording, number: number): Button[] {
  const pressed = { draft: draft.id, version: draft.version }
  const labelled = (label: string) => (number === 0 ? label : `${label} ${number}`)
  const edit = draftButton('edit_draft', labelled(words.buttons.edit), pressed, number)
  if (draft.state === 'in-review')
    return [
      draftButton('publish_draft', labelled(words.buttons.publish), pressed, number),
      draftButton('send_back_draft', labelled(words.buttons.sendBack), pressed, number),
      edit,
    ]
  return draft.live ? [edit, retireButton(draft, words, number)] : [edit]
}

function retireButton({ id, version }: Draft, { buttons }: DraftWording, number: number): Button {
  const label = number === 0 ? buttons.retire : `${buttons.retire} ${number}`
  return draftButton('retire_draft', label, { draft: id, version }, number)
}

function nameOf({ text }: Draft, words: DraftWording): string {
  return text.name === '' ? words.unnamed : `${text.area}/${text.name}`
}

function stateOf({ state, live, revision }: Draft, words: DraftWording): string {
  const answers = state !== 'published' && live ? `, ${words.liveToo}` : ''
  return `${words.states[state]}, ${words.revision(revision)}${answers}`
}

function linesOf(text: string): Entry[] {
  return text.split('\n').map((it): Entry => [line(plain(it, 1000))])
}

function writersPart({ writers }: Draft, words: DraftWording): Part {
  return part(1, undefined, [[line(words.writtenBy, ...writers.slice(0, 3).flatMap((it) => [user(it), ' ']))]])
}

function writersText({ writers }: Draft, words: DraftWording): string {
  const named = writers.slice(0, 3).map((it) => (isUserId(it) ? `<@${it}>` : mrkdwn(cleanLine(it, 60))))
  return `${words.writtenBy}${named.join(' ')}`
}

function titlePart({ title }: Case, language: Language): Part {
  return part(1, undefined, [[line(bold(title[language], 300))]])
}

function near(cases: readonly Case[], heading: string): string[] {
  return cases.length === 0 ? [] : [`${heading}: ${mrkdwn(cleanLine(cases.map(({ id }) => id).join(', '), 300))}`]
}

function wholeParts(subject: Case, language: Language): Part[] {
  const reading = { language, wording: WORDING[language], extent: { ...BRIEF, steps: 20 }, captures: {} }
  return [...symptomParts(subject, reading, 4), fixPart(subject, reading, 5), ...backgroundParts(subject, reading, 6)]
}

type Texts = Draft['text']

function changesPart(before: Texts, after: Texts, words: DraftWording): Part {
  const lines = [...lineDifference(before.case, after.case), ...lineDifference(before.proof, after.proof)]
  if (lines.length === 0) return part(4, undefined, [[line(words.noChanges)]])
  const pieces = Array.from({ length: Math.ceil(lines.length / LINES_AT_ONCE) }, (_, i) =>
    lines.slice(i * LINES_AT_ONCE, (i + 1) * LINES_AT_ONCE),
  )
  return part(
    4,
    line(bold(words.changes)),
    pieces.map((it): Entry => [pre(writtenDifference(it))]),
  )
}
