import type { App, MessageShortcut } from '@slack/bolt'
import { answerMessage } from '../../messages/slack/answer-message.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import type { SlackMessage } from '../../messages/slack/ladder.ts'
import { readWritten } from '../intake/incoming.ts'
import { readWhole } from '../intake/reading.ts'
import type { Interaction } from '../interaction.ts'
import { openForOne } from '../open-for-one.ts'
import { languageFor, ownView, type Tools } from '../tools.ts'

/** "Match this message": the answer for the person who asked, in place, with `Share with thread`. It works on any message that they see. */
const matchThisMessage: Interaction = (app: App, tools) => {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: 'match_this_message' },
    async ({ ack, body, respond }) => {
      await ack()
      const [form] = await answer(body, tools)
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

async function answer(body: MessageShortcut, tools: Tools): Promise<readonly SlackMessage[]> {
  const { text, problems } = await readWhole(readWritten(body.message), tools)
  const language = await languageFor(tools, body.user.id, text)
  if (text === '' && problems.length > 0)
    return errorMessage({ reference: body.message_ts, sentence: problems.join('; ') }, language)
  const question = {
    text,
    user: body.user.id,
    team: body.team?.id ?? tools.ourselves.team,
    channel: body.channel.id,
    thread: String(body.message.thread_ts ?? body.message_ts),
    language,
  }
  const { investigation, answer: found } = await openForOne(question, tools)
  return answerMessage(ownView(tools, investigation, found))
}
