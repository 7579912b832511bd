import type { App, MessageShortcut } from '@slack/bolt'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { openDraftForm, textOfThread } from '../drafts/draft-form.ts'
import { readWritten } from '../intake/incoming.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor } from '../tools.ts'

/** "Save as case": a form that is filled from the thread of the message. */
const saveAsCase: Interaction = (app: App, tools) => {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: 'save_as_case' },
    async ({ ack, body, respond }) => {
      await ack()
      const { user, channel, message, message_ts } = body
      const thread = String(message.thread_ts ?? message_ts)
      const language = await languageFor(tools, user.id, '')
      const fill = async () => {
        const fallback = await tools.redact(readWritten(message).text)
        return { text: await textOfThread({ channel: channel.id, thread, fallback }, tools), channel: channel.id }
      }
      const wrong = await openDraftForm({ trigger: body.trigger_id, user: user.id, language }, fill, tools)
      if (wrong)
        await respond({
          response_type: 'ephemeral',
          replace_original: false,
          text: DRAFT_WORDING[language].wrong[wrong],
        })
    },
  )
}

export default saveAsCase
