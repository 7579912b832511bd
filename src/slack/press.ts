import type { App, BlockButtonAction, RespondFn } from '@slack/bolt'
import { spokenFeedback } from '../investigation/feedback.ts'
import type { Step } from '../investigation/investigate.ts'
import { answerMessage } from '../messages/slack/answer-message.ts'
import { type ButtonAction, readPressed } from '../messages/slack/button.ts'
import { errorMessage } from '../messages/slack/error-message.ts'
import { WORDING } from '../messages/slack/wording.ts'
import type { Investigation } from '../model/investigation.ts'
import { KnownError } from '../model/known-error.ts'
import type { Interaction } from './interaction.ts'
import { languageFor, ownView, showInvestigation, type Tools } from './tools.ts'

/** A press of one of our buttons, after its permissions were checked. */
export interface Press {
  readonly investigation: Investigation
  readonly caseId: string
  readonly user: string
}

/** What a press does to the investigation; undefined when it does nothing any more. */
export type Effect = (press: Press, tools: Tools) => Step | undefined

const MAX_TRIES = 4

/**
 * A button that changes an investigation. The press is acknowledged first; who pressed is checked again, since a
 * button is only a hint; the change is made on the newest revision; the message is updated in place.
 */
export function pressChanges(action: ButtonAction, effect: Effect): Interaction {
  return (app: App, tools: Tools) => {
    app.action<BlockButtonAction>(
      { type: 'block_actions', action_id: action },
      async ({ ack, body, action: pressed, respond }) => {
        await ack()
        const refuse = refuser(respond, body, tools)
        const press = await readPress(body, pressed.value ?? '', action, tools)
        if (typeof press === 'string') return refuse(press)
        const step = await change(press, action, effect, tools)
        if (!step) return refuse('gone')
        tools.wake()
        const isOwnCopy = body.container.is_ephemeral === true
        if (step.investigation.audience === 'author')
          await respond({ replace_original: true, ...firstForm(tools, step) })
        else if (isOwnCopy) await withdrawCopy(respond, step.investigation, tools)
      },
    )
  }
}

/** The thread has the answer by now: the author's own copy goes. It may have gone already. */
export async function withdrawCopy(respond: RespondFn, { language, id }: Investigation, { log }: Tools): Promise<void> {
  try {
    await respond({ delete_original: true, text: WORDING[language].buttons.share })
  } catch (error) {
    log.warn({ error, investigation: id }, "the author's copy could not be taken away")
  }
}

export type Refusal = 'gone' | 'not-allowed'

/** The press, or why it does not count. */
export async function readPress(
  body: BlockButtonAction,
  value: string,
  action: string,
  tools: Tools,
): Promise<Press | Refusal> {
  const pressed = readPressed(value)
  const investigation = pressed && (await tools.store.investigation(pressed.investigation))
  if (!pressed || !investigation) return 'gone'
  const allowed = await mayPress(body, investigation, tools)
  await tools.store.audit({ at: tools.now(), actor: body.user.id, action, object: investigation.id, allowed })
  return allowed ? { investigation, caseId: pressed.case, user: body.user.id } : 'not-allowed'
}

/** In the channel of the investigation, by somebody of our workspace; what only the author saw, by the author. */
async function mayPress(
  body: BlockButtonAction,
  { place, audience, author }: Investigation,
  tools: Tools,
): Promise<boolean> {
  const team = body.user.team_id ?? body.team?.id
  const isOurs = team === undefined || team === tools.ourselves.team
  if (!isOurs && !tools.config.externalChannels.includes(place.channel)) return false
  if (body.channel?.id !== place.channel) return false
  return audience !== 'author' || body.user.id === author
}

/** Makes the change on the newest revision, however many people press at once. */
export async function change(press: Press, action: string, effect: Effect, tools: Tools): Promise<Step | undefined> {
  let { investigation } = press
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const step = effect({ ...press, investigation }, tools)
    if (!step) return undefined
    try {
      const isAuthors = step.investigation.audience === 'author'
      const send = isAuthors ? [] : showInvestigation(tools, step.investigation, step.answer, investigation)
      const feedback = spokenFeedback(investigation, step, tools.feedback.speaker(press.user), tools.match)
      await tools.store.commit({ investigation: step.investigation, feedback, send })
      await tools.feedback.heard(feedback)
      return step
    } catch (error) {
      if (!(error instanceof KnownError && error.code === 'stale-revision')) throw error
      const newer = await tools.store.investigation(investigation.id)
      if (!newer) return undefined
      investigation = newer
    }
  }
  throw new Error(`${action}: the investigation ${investigation.id} changed ${MAX_TRIES} times meanwhile`)
}

function firstForm(tools: Tools, step: Pick<Step, 'investigation' | 'answer'>) {
  const [form] = answerMessage(ownView(tools, step.investigation, step.answer))
  return { text: form?.text ?? '', ...(form?.blocks && { blocks: form.blocks }) }
}

const REFUSALS: Readonly<Record<Refusal, { readonly en: string; readonly zh: string }>> = {
  gone: { en: 'This investigation is no longer kept.', zh: '此调查已不再保存。' },
  'not-allowed': { en: 'You may not do this here.', zh: '你无权在此执行该操作。' },
}

/** Says to the person who pressed, and to nobody else, why nothing happened: where they pressed. */
export function refuser(respond: RespondFn, { user, container }: BlockButtonAction, tools: Tools) {
  return async (why: Refusal): Promise<void> => {
    const language = await languageFor(tools, user.id, '')
    const [form] = errorMessage({ reference: why, sentence: REFUSALS[why][language] }, language)
    const thread: unknown = container.thread_ts
    const where = typeof thread === 'string' ? { thread_ts: thread } : {}
    await respond({ text: form?.text ?? '', response_type: 'ephemeral', replace_original: false, ...where })
  }
}
