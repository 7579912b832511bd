import type { DraftPressed } from '../../messages/slack/draft-button.ts'
import { type Review, reviewedMessage, reviewMessage, sentBackMessage } from '../../messages/slack/draft-message.ts'
import type { DraftPlace } from '../../messages/slack/draft-view.ts'
import { asField } from '../../messages/slack/draft-view.ts'
import { DRAFT_WORDING, type DraftWording } from '../../messages/slack/draft-wording.ts'
import type { Language } from '../../model/case.ts'
import type { CaseText, Draft, Revision } from '../../model/draft.ts'
import type { Section, SectionProblem, Sections } from '../../model/draft-sections.ts'
import { KnownError } from '../../model/known-error.ts'
import { FORGOTTEN } from '../../model/people.ts'
import type { NewOutgoing } from '../../model/store.ts'
import { maySetUp } from '../people/may-set-up.ts'
import { languageFor, outgoing, type Tools } from '../tools.ts'

/** Why nothing was done, as `DRAFT_WORDING` words it. */
export type DraftWrong = keyof DraftWording['wrong']

/** Full members write cases; guests and people of other organisations do not. */
export async function mayWrite(user: string, { person }: Tools): Promise<boolean> {
  return (await person(user)).isMember
}

/** The reviewers that the configuration names; without any, who may set a channel's mode. */
export async function mayPublish(user: string, tools: Tools): Promise<boolean> {
  const { reviewers } = tools.config
  return reviewers.length > 0 ? reviewers.includes(user) : maySetUp(user, tools)
}

/** Who reads a draft: who wrote it, reviewers once it was handed in, and where it was begun everybody. */
export async function maySee(draft: Draft, user: string, channel: string, tools: Tools): Promise<boolean> {
  if (draft.channel === channel || draft.writers.includes(user)) return true
  return (draft.state !== 'draft' || draft.live !== undefined) && (await mayPublish(user, tools))
}

/** What somebody typed into the form. */
export interface Submission {
  readonly place: DraftPlace
  /** Sections that the form had, as typed. */
  readonly typed: Sections
  readonly user: string
  readonly forReview: boolean
}

export type Saved =
  | { readonly problems: readonly SectionProblem[] }
  | { readonly draft: Draft; readonly left: readonly SectionProblem[]; readonly near: Near }

type Near = Pick<Review, 'siblings' | 'alike'>

/** Keeps a draft, complete or not; for review everything must be right. `problems` are what keeps it from being saved. */
export async function saveDraft(submission: Submission, tools: Tools): Promise<Saved> {
  const { place, user, forReview } = submission
  const { writing } = tools.library
  const before = place.draft === undefined ? undefined : await tools.store.drafts.find(place.draft)
  const wrong = await whyNotSave(submission, before, tools)
  if (wrong) {
    await auditRefusal(user, 'save case', `${place.draft ?? 'new'} ${wrong}`, tools)
    return onName(DRAFT_WORDING[await languageFor(tools, user, '')].wrong[wrong])
  }
  const base = before?.text ?? writing.empty
  const written = writing.write(base, await changedSections(submission.typed, base, tools))
  if (written.problems.length > 0) return { problems: written.problems }
  const text = forReview ? writing.withReviewed(written.text, today(tools)) : written.text
  const checked = writing.check(text)
  const isRight = checked.case !== undefined
  if (forReview && !isRight) return { problems: checked.problems }
  const step = await nextDraft(submission, text, before, tools)
  try {
    const review = forReview && checked.case ? { ...checked, case: checked.case, draft: step.draft } : undefined
    await commitStep({ ...step, before, user, action: forReview ? 'hand in case' : 'save case', review }, tools)
  } catch (error) {
    if (error instanceof KnownError) return onName(error.message)
    throw error
  }
  return { draft: step.draft, left: checked.problems, near: checked }
}

/** Publishes what is in review; from then on it answers. */
export async function publishDraft(pressed: DraftPressed, user: string, tools: Tools): Promise<DraftWrong | undefined> {
  return changeDraft({ pressed, user, action: 'publish case' }, tools, async (draft) => {
    if (draft.state !== 'in-review') return 'notInReview'
    if (mayBeOwn(draft, user)) return 'ownWork'
    const text = tools.library.writing.withReviewed(draft.text, today(tools))
    if (!tools.library.writing.check(text).case) return 'unfit'
    const revision = text.case === draft.text.case ? undefined : await newRevision(draft.id, text, user, tools)
    const number = revision?.number ?? draft.revision
    const live = {
      text,
      revision: number,
      by: user,
      at: tools.now(),
      replaces: tools.library.fileFingerprint(text.name),
    }
    return { draft: { ...draft, state: 'published', text, revision: number, live, writers: [] }, revision }
  })
}

/** Whoever asked to be forgotten is nobody's name any more: where nobody else wrote, it may be who publishes. */
export function mayBeOwn({ writers }: Draft, user: string): boolean {
  return writers.includes(user) || (writers.length > 0 && writers.every((writer) => writer === FORGOTTEN))
}

/** Back to who wrote it, who is told why. */
export async function sendBackDraft(
  pressed: DraftPressed,
  user: string,
  reason: string,
  tools: Tools,
): Promise<DraftWrong | undefined> {
  return changeDraft({ pressed, user, action: 'send back case' }, tools, async (before) => {
    if (before.state !== 'in-review') return 'notInReview'
    const draft: Draft = { ...before, state: 'draft', sentBack: await tools.redact(reason) }
    return { draft, send: [await tellWriters({ ...draft, version: pressed.version + 1 }, user, tools)] }
  })
}

/** Where the case was begun, under its review if that stands there: an update of a message calls nobody. */
async function tellWriters(draft: Draft, by: string, tools: Tools): Promise<NewOutgoing> {
  const { channel, review } = draft
  const forms = sentBackMessage(draft, await languageFor(tools, by, ''))
  const place = channel === '' ? reviewPlace(draft, tools) : channel
  const sent = review === undefined ? undefined : await tools.store.sentAs(review)
  const under = sent?.channel === place ? { thread: sent.ts } : {}
  return outgoing(tools, place, `sent-back:${draft.id}:${tools.newId()}`, 'post', { forms, ...under })
}

/** The case answers no more. A change of it that was under way stays among the revisions. */
export async function retireDraft(pressed: DraftPressed, user: string, tools: Tools): Promise<DraftWrong | undefined> {
  return changeDraft({ pressed, user, action: 'retire case' }, tools, async ({ live, ...draft }) => {
    if (!live) return 'notLive'
    const { text, revision } = live
    return { draft: { ...draft, state: 'retired', text, revision, live: undefined, writers: [] } }
  })
}

interface Change {
  readonly draft: Draft
  readonly send?: readonly NewOutgoing[]
  readonly revision?: Revision | undefined
}

interface Step extends Change {
  readonly before: Draft | undefined
  readonly user: string
  readonly action: string
  readonly review?: Review | undefined
}

/** A step of a reviewer: refused for who may not, and for a version that is not the newest, since nobody looked at that one. */
async function changeDraft(
  { pressed, user, action }: { readonly pressed: DraftPressed; readonly user: string; readonly action: string },
  tools: Tools,
  make: (draft: Draft) => Promise<Change | DraftWrong>,
): Promise<DraftWrong | undefined> {
  const before = await tools.store.drafts.find(pressed.draft)
  const made = before ? await madeBy(before, pressed, user, tools, make) : 'gone'
  if (typeof made === 'string') {
    await tools.store.audit({
      at: tools.now(),
      actor: user,
      action,
      object: `${pressed.draft} ${made}`,
      allowed: false,
    })
    return made
  }
  const draft = { ...made.draft, version: pressed.version + 1, changedAt: tools.now() }
  try {
    await commitStep({ ...made, draft, before, user, action }, tools)
  } catch (error) {
    if (error instanceof KnownError) return 'changed'
    throw error
  }
  if (draft.live !== before?.live) {
    await tools.library.refresh()
    await tools.feedback.refresh()
  }
  return undefined
}

async function madeBy(
  before: Draft,
  pressed: DraftPressed,
  user: string,
  tools: Tools,
  make: (draft: Draft) => Promise<Change | DraftWrong>,
): Promise<Change | DraftWrong> {
  if (!(await mayPublish(user, tools))) return 'mayNotPublish'
  return before.version === pressed.version ? make(before) : 'changed'
}

/** The draft, its new text, the messages about it and the note in the audit log, all or nothing. */
async function commitStep(
  { draft, revision, before, user, action, review, send: told = [] }: Step,
  tools: Tools,
): Promise<void> {
  const language = await languageFor(tools, user, '')
  const send = [
    ...(before ? reviewOver(before, draft, user, language, tools) : []),
    ...(review ? reviewBegins(review, language, tools) : []),
    ...told,
  ]
  const audit = { at: tools.now(), actor: user, action, object: `${draft.id} ${draft.text.name}`.trim(), allowed: true }
  await tools.store.commit({ draft: { draft, ...(revision && { revision }) }, send, audit })
  tools.wake()
}

/** The message of the last review says what became of it. */
function reviewOver(before: Draft, draft: Draft, by: string, language: Language, tools: Tools): NewOutgoing[] {
  const isOver = before.state === 'in-review' || draft.state === 'retired'
  if (!isOver || before.review === undefined) return []
  const state = draft.state === 'in-review' ? 'draft' : draft.state
  const forms = reviewedMessage({ ...draft, state }, by, language)
  return [outgoing(tools, reviewPlace(before, tools), before.review, 'update', { forms })]
}

function reviewBegins(review: Review, language: Language, tools: Tools): NewOutgoing[] {
  const { draft } = review
  if (draft.review === undefined) return []
  return [outgoing(tools, reviewPlace(draft, tools), draft.review, 'post', { forms: reviewMessage(review, language) })]
}

/** Somebody tried what they may not. */
export async function auditRefusal(
  actor: string,
  action: string,
  object: string,
  { store, now }: Tools,
): Promise<void> {
  await store.audit({ at: now(), actor, action, object, allowed: false })
}

function reviewPlace({ channel }: Draft, { config }: Tools): string {
  return config.reviewChannel ?? channel
}

async function whyNotSave(
  { place, user }: Submission,
  before: Draft | undefined,
  tools: Tools,
): Promise<DraftWrong | undefined> {
  if (!(await mayWrite(user, tools))) return 'mayNotWrite'
  if (place.draft === undefined) return undefined
  if (!before || !(await maySee(before, user, place.channel, tools))) return 'gone'
  return before.version === place.version ? undefined : 'changed'
}

/** Only what somebody changed, without secrets: the rest keeps every character. */
async function changedSections(typed: Sections, base: CaseText, tools: Tools): Promise<Sections> {
  const known = tools.library.writing.sectionsOf(base)
  const changed = (Object.entries(typed) as [Section, string][]).filter(
    ([section, text]) => asField(text) !== asField(known[section] ?? ''),
  )
  return Object.fromEntries(
    await Promise.all(changed.map(async ([section, text]) => [section, await tools.redact(text)])),
  )
}

async function nextDraft(
  { place, user, forReview }: Submission,
  text: CaseText,
  before: Draft | undefined,
  tools: Tools,
): Promise<Change> {
  const id = before?.id ?? tools.newId()
  const isNew = !before || !isSame(text, before.text)
  const revision = isNew ? await newRevision(id, text, user, tools) : undefined
  const number = revision?.number ?? before?.revision ?? 1
  const earlier = before && (before.state === 'draft' || before.state === 'in-review') ? before.writers : []
  const draft: Draft = {
    id,
    state: forReview ? 'in-review' : 'draft',
    text,
    revision: number,
    writers: isNew ? [...new Set([...earlier, user])] : earlier,
    channel: before?.channel || place.channel,
    live: before?.live,
    review: forReview ? `draft:${id}:${tools.newId()}` : before?.review,
    sentBack: forReview ? undefined : before?.sentBack,
    changedAt: tools.now(),
    version: (before?.version ?? 0) + 1,
  }
  return { draft, revision }
}

async function newRevision(draft: string, text: CaseText, by: string, tools: Tools): Promise<Revision> {
  const last = (await tools.store.drafts.revisions(draft)).at(-1)
  return { draft, number: (last?.number ?? 0) + 1, text, by, at: tools.now() }
}

function isSame(a: CaseText, b: CaseText): boolean {
  return a.area === b.area && a.name === b.name && a.case === b.case && a.proof === b.proof
}

function onName(message: string): { readonly problems: readonly SectionProblem[] } {
  return { problems: [{ section: 'name', message }] }
}

function today({ now }: Tools): string {
  return new Date(now()).toISOString().slice(0, 10)
}
