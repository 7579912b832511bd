import { answerOf, pastedText } from '../../investigation/investigate.ts'
import { draftView, failedView, loadingView } from '../../messages/slack/draft-view.ts'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import type { Language } from '../../model/case.ts'
import type { CaseText, Draft } from '../../model/draft.ts'
import type { Fact } from '../../model/fact.ts'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import { readThread } from '../intake/read-thread.ts'
import type { Tools } from '../tools.ts'
import { type DraftWrong, mayWrite } from './draft-desk.ts'

/** Who opens the form and by what; a trigger lives three seconds. */
export interface Opener {
  readonly trigger: string
  readonly user: string
  readonly language: Language
}

/** What a form is filled with, or why there is none. */
type Filling = { readonly text: CaseText; readonly draft?: Draft; readonly channel: string } | DraftWrong

/**
 * Opens the form at once, empty, and fills it when what it holds is read. Nothing is said when the person closed it
 * meanwhile. Gives why there is no form when Slack was too slow to open one.
 */
export async function openDraftForm(
  { trigger, user, language }: Opener,
  fill: () => Promise<Filling>,
  tools: Tools,
): Promise<'slow' | undefined> {
  const id = await openLoading(trigger, language, tools)
  if (id === undefined) return 'slow'
  const view = await filledView(user, fill, language, tools)
  await tools.web.views
    .update({ view_id: id, view })
    .catch((error: unknown) => tools.log.warn({ error }, 'the form could not be filled'))
  return undefined
}

/** A new draft from a thread: from what is known of it, if Slack does not show it to us. */
export async function textOfThread(
  { channel, thread, fallback }: { readonly channel: string; readonly thread: string; readonly fallback: string },
  tools: Tools,
): Promise<CaseText> {
  const investigation = await tools.store.investigationIn(channel, thread)
  const said = await readThread(channel, thread, tools).catch((error: unknown) => {
    tools.log.warn({ error, channel }, 'the thread could not be read; a draft begins with one message')
    return undefined
  })
  const messages = said?.messages ?? [fallback]
  const solution = said?.marked ?? (investigation?.state === 'solved' ? said?.last : undefined)
  return tools.library.writing.suggest({ messages, solution, facts: factsOf(investigation, messages, tools) })
}

/** A new draft from an investigation that is not of a thread which we can read. */
export async function textOfInvestigation(investigation: Investigation, tools: Tools): Promise<CaseText> {
  const { channel, thread } = investigation.place
  const fallback = pastedText(investigation)
  if (thread !== '') return textOfThread({ channel, thread, fallback }, tools)
  const facts = factsOf(investigation, [fallback], tools)
  return tools.library.writing.suggest({ messages: [fallback], solution: undefined, facts })
}

async function openLoading(
  trigger_id: string,
  language: Language,
  { quickWeb, log }: Tools,
): Promise<string | undefined> {
  try {
    return (await quickWeb.views.open({ trigger_id, view: loadingView(language) })).view?.id
  } catch (error) {
    log.warn({ error }, 'the form could not be opened')
    return undefined
  }
}

async function filledView(user: string, fill: () => Promise<Filling>, language: Language, tools: Tools) {
  const words = DRAFT_WORDING[language]
  try {
    const filling = (await mayWrite(user, tools)) ? await fill() : 'mayNotWrite'
    if (typeof filling === 'string') return failedView(words.wrong[filling], language)
    const { text, draft, channel } = filling
    const place = { channel, ...(draft && { draft: draft.id, version: draft.version }) }
    return draftView(tools.library.writing.sectionsOf(text), place, language, draft?.sentBack)
  } catch (error) {
    tools.log.error({ error }, 'a form for a case could not be filled')
    return failedView(words.modal.failed, language)
  }
}

/** What was pasted into the thread and what nodes answered; a thread that is too long to match says nothing. */
function factsOf(
  investigation: Investigation | undefined,
  messages: readonly string[],
  { match }: Tools,
): readonly Fact[] {
  try {
    return investigation ? answerOf(investigation, match).facts : match(messages.join('\n')).facts
  } catch (error) {
    if (error instanceof KnownError) return []
    throw error
  }
}
