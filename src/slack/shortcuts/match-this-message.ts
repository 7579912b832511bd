import type { App, MessageShortcut } from '@slack/bolt'
import { answerMessage } from '../../messages/slack/answer-message.ts'
import type { Interaction } from '../interaction.ts'
import { openForOne } from '../open-for-one.ts'
import { languageFor, viewOf } from '../tools.ts'

/** "Match this message": the answer for the person who asked, in place, with `Share with thread`. It works on any message that they see. */
const matchThisMessage: Interaction = (app: App, tools) => {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: 'match_this_message' },
    async ({ ack, body, respond }) => {
      await ack()
      const text = body.message.text ?? ''
      const question = {
        text,
        user: body.user.id,
        team: body.team?.id ?? tools.ourselves.team,
        channel: body.channel.id,
        thread: String(body.message.thread_ts ?? body.message_ts),
        language: await languageFor(tools, body.user.id, text),
      }
      const { investigation, answer } = await openForOne(question, tools)
      const [form] = answerMessage(viewOf(tools, investigation, answer))
      await respond({
        response_type: 'ephemeral',
        replace_original: false,
        text: form?.text ?? '',
        ...(form?.blocks && { blocks: form.blocks }),
      })
    },
  )
}

export default matchThisMessage
