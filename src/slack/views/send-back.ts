import type { App, SlackViewAction, ViewSubmitAction } from '@slack/bolt'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { readSendBack, SEND_BACK } from '../../messages/slack/send-back-view.ts'
import { sendBackDraft } from '../drafts/draft-desk.ts'
import { refreshHomes } from '../home.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor, type Tools } from '../tools.ts'

/** Why a draft goes back: who submits is checked again; what is wrong is said beside the field. */
const sendBack: Interaction = (app: App, tools) => {
  app.view<ViewSubmitAction>({ callback_id: SEND_BACK.callback, type: 'view_submission' }, async ({ ack, body }) => {
    const objection = await submit(body, tools)
    if (objection !== undefined) return ack({ response_action: 'errors', errors: { [SEND_BACK.reason]: objection } })
    await ack()
    const sent = readSendBack(body.view.private_metadata)
    const draft = sent && (await tools.store.drafts.find(sent.draft))
    await refreshHomes([body.user.id, ...(draft?.writers ?? [])], tools)
  })
}

export default sendBack

async function submit({ user, view }: SlackViewAction, tools: Tools): Promise<string | undefined> {
  const words = DRAFT_WORDING[await languageFor(tools, user.id, '')]
  const pressed = readSendBack(view.private_metadata)
  if (!pressed) return words.wrong.gone
  const reason = String(view.state.values[SEND_BACK.reason]?.[SEND_BACK.reason]?.value ?? '').trim()
  if (reason === '') return words.sendBack.empty
  const wrong = await sendBackDraft(pressed, user.id, reason, tools)
  return wrong && words.wrong[wrong]
}
