import type { App } from '@slack/bolt'
import { answerMessage } from '../../messages/slack/answer-message.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import { helpMessage } from '../../messages/slack/help-message.ts'
import type { SlackMessage } from '../../messages/slack/ladder.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Interaction } from '../interaction.ts'
import { openForOne } from '../open-for-one.ts'
import type { Subcommand, Typed } from '../subcommand.ts'
import { languageFor, ownView, type Tools } from '../tools.ts'

/** `/casebook`: a subcommand, or words or a paste of any length to be matched. The answer is in the acknowledgement, for the person alone. */
export function casebookCommand(subcommands: ReadonlyMap<string, Subcommand>): Interaction {
  return (app: App, tools) => {
    app.command('/casebook', async ({ ack, body }) => {
      const { user_id: user, channel_id: channel, team_id: team } = body
      const words = await tools.redact(body.text ?? '')
      const typed = { words, user, channel, team, language: await languageFor(tools, user, words) }
      const [form] = await answer(typed, subcommands, tools)
      await ack({ response_type: 'ephemeral', text: form?.text ?? '', ...(form?.blocks && { blocks: form.blocks }) })
    })
  }
}

async function answer(
  typed: Typed,
  subcommands: ReadonlyMap<string, Subcommand>,
  tools: Tools,
): Promise<readonly SlackMessage[]> {
  const [, name = '', words = ''] = /^\s*(\S{0,20})(?:\s+([\s\S]*))?$/.exec(typed.words) ?? []
  const subcommand = subcommands.get(name)
  try {
    if (subcommand) return await subcommand.run({ ...typed, words }, tools)
    if (name === '' || name === 'help') return help(typed, subcommands)
    return await match(typed, tools)
  } catch (error) {
    return failure(error, typed, tools)
  }
}

function help({ language }: Typed, subcommands: ReadonlyMap<string, Subcommand>): SlackMessage[] {
  const paste = {
    usage: '/casebook PASTE',
    says: { en: 'match a paste or a question in words', zh: '匹配粘贴的内容或用文字描述的问题' },
  }
  const own = { usage: '/casebook help', says: { en: 'this', zh: '本帮助' } }
  return helpMessage([paste, ...[...subcommands.values()].map((it) => it.help), own], language)
}

async function match({ words, user, channel, team, language }: Typed, tools: Tools): Promise<readonly SlackMessage[]> {
  const { investigation, answer: found } = await openForOne(
    { text: words, user, channel, team, thread: '', language },
    tools,
  )
  return answerMessage(ownView(tools, investigation, found))
}

/** A person sees a sentence or a reference; the log has the rest. */
function failure(error: unknown, { language }: Typed, tools: Tools): SlackMessage[] {
  const reference = tools.newId()
  tools.log.error({ error, reference }, 'a command failed')
  return errorMessage({ reference, ...(error instanceof KnownError && { sentence: error.message }) }, language)
}
