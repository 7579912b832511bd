import type { App, BlockButtonAction, RespondFn } from '@slack/bolt'
import { answerOf, type Step, share as shareWithThread } from '../../investigation/investigate.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import type { Interaction } from '../interaction.ts'
import type { Fate } from '../outbox/outgoing-payload.ts'
import { change, type Effect, type Press, readPress, refuser, withdrawCopy } from '../press.ts'
import { languageFor, subjectOf, type Tools } from '../tools.ts'

/** `Share with thread`: what only the author saw is posted for all, once; when it is there, the author's copy goes. */
const share: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: 'share' },
    async ({ ack, body, action, respond }) => {
      await ack()
      const press = await readPress(body, action.value ?? '', 'share', tools)
      if (typeof press === 'string') return refuser(respond, body, tools)(press)
      const subject = subjectOf(press.investigation)
      const step = (await change(press, 'share', shareOnce, tools)) ?? (await shareAgain(press, tools))
      if (step) tools.follow(subject, (fate) => finish(fate, press, { respond, body }, tools))
      else if (await tools.store.sentAs(subject)) await withdrawCopy(respond, press.investigation, tools)
      tools.wake()
    },
  )
}

export default share

const shareOnce: Effect = ({ investigation }, { match }) =>
  investigation.audience === 'author' ? shareWithThread(investigation, match) : undefined

/** What Slack refused while nobody waited for it, after a restart, is still the author's alone: they may try again. */
async function shareAgain(press: Press, tools: Tools): Promise<Step | undefined> {
  const back = await takeBack(press, tools)
  return back && change({ ...press, investigation: back.investigation }, 'share', shareOnce, tools)
}

/** A post that Slack refused leaves the answer to its author. Nothing is taken back when it was shared again meanwhile. */
async function takeBack(press: Press, tools: Tools): Promise<Step | undefined> {
  const investigation = await tools.store.investigation(press.investigation.id)
  // Read after the investigation: who shares again changes both.
  const became = (await tools.store.postState(subjectOf(press.investigation))) ?? 'failed'
  if (!investigation || became !== 'failed') return undefined
  return change({ ...press, investigation }, 'share', ofAuthorAgain(investigation.revision), tools)
}

interface Pressed {
  readonly respond: RespondFn
  readonly body: BlockButtonAction
}

/** What Slack refuses to post stays the author's, who is told what to do and may share it again. */
async function finish(fate: Fate, press: Press, { respond, body }: Pressed, tools: Tools): Promise<void> {
  if (fate.state === 'sent') return withdrawCopy(respond, press.investigation, tools)
  await takeBack(press, tools)
  const language = await languageFor(tools, press.user, '')
  const sentence = (NOT_A_MEMBER.has(fate.reason) ? INVITE : REFUSED)[language]
  const [form] = errorMessage({ reference: press.investigation.id, sentence }, language)
  const thread: unknown = body.container.thread_ts
  await respond({
    response_type: 'ephemeral',
    replace_original: false,
    text: form?.text ?? '',
    ...(form?.blocks && { blocks: form.blocks }),
    ...(typeof thread === 'string' && { thread_ts: thread }),
  })
}

/** In this revision only. */
const ofAuthorAgain =
  (revision: number): Effect =>
  ({ investigation }, { match }) =>
    investigation.revision === revision && investigation.audience === 'thread'
      ? {
          investigation: { ...investigation, audience: 'author', revision: revision + 1 },
          answer: answerOf(investigation, match),
          changed: false,
        }
      : undefined

/** A private channel does not exist for who is not in it. */
const NOT_A_MEMBER: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found'])

const INVITE = {
  en: 'Casebook may not post here, because it is not in this channel. Type /invite @Casebook, then press "Share with thread" again.',
  zh: 'Casebook 不在此频道中,无法在此发布。请输入 /invite @Casebook,然后再次点击“分享到话题”。',
}

const REFUSED = {
  en: 'Slack does not let Casebook post here: the channel may be archived, or closed to apps. Your copy stays.',
  zh: 'Slack 不允许 Casebook 在此发布:频道可能已归档,或不对应用开放。你的副本会保留。',
}
