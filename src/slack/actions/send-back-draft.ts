import type { App, BlockButtonAction } from '@slack/bolt'
import { readDraftPressed } from '../../messages/slack/draft-button.ts'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { sendBackView } from '../../messages/slack/send-back-view.ts'
import { auditRefusal, type DraftWrong, mayPublish } from '../drafts/draft-desk.ts'
import { tellPresser } from '../drafts/draft-press.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor, type Tools } from '../tools.ts'

/** `Send back`: the reviewer is asked why. */
const sendBackDraft: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: /^send_back_draft(?:_\d{1,3})?$/ },
    async ({ ack, body, action, respond }) => {
      await ack()
      const wrong = await ask(body, action.value ?? '', tools)
      if (!wrong) return
      const sentence = DRAFT_WORDING[await languageFor(tools, body.user.id, '')].wrong[wrong]
      await tellPresser({ body, respond, sentence }, 'send_back_draft', tools)
    },
  )
}

export default sendBackDraft

async function ask(
  { user, trigger_id }: BlockButtonAction,
  value: string,
  tools: Tools,
): Promise<DraftWrong | undefined> {
  const pressed = readDraftPressed(value)
  if (!pressed) return 'gone'
  if (!(await mayPublish(user.id, tools))) {
    await auditRefusal(user.id, 'send back case', pressed.draft, tools)
    return 'mayNotPublish'
  }
  try {
    const view = sendBackView(pressed, await languageFor(tools, user.id, ''))
    await tools.quickWeb.views.open({ trigger_id, view })
    return undefined
  } catch (error) {
    tools.log.warn({ error }, 'the form could not be opened')
    return 'slow'
  }
}
