import { errorMessage } from '../../messages/slack/error-message.ts'
import { modeMessage } from '../../messages/slack/mode-message.ts'
import { CHANNEL_MODES, type ChannelMode } from '../../model/investigation.ts'
import { maySetUp } from '../people/may-set-up.ts'
import type { Subcommand, Typed } from '../subcommand.ts'
import { modeOf, type Tools } from '../tools.ts'

const channel: Subcommand = {
  help: {
    usage: `/casebook channel ${CHANNEL_MODES.join('|')}`,
    says: { en: 'what Casebook reads and answers in this channel', zh: '设置 Casebook 在此频道读取和回答的范围' },
  },
  async run(typed, tools) {
    const mode = CHANNEL_MODES.find((it) => it === typed.words.trim())
    if (!mode) return modeMessage(await modeOf(tools, typed.channel), typed.language)
    const allowed = await maySetUp(typed.user, tools)
    await commit(typed, mode, allowed, tools)
    return allowed ? modeMessage(mode, typed.language) : refusal(typed)
  },
}

export default channel

async function commit(
  { user, channel: id }: Typed,
  mode: ChannelMode,
  allowed: boolean,
  { store, now }: Tools,
): Promise<void> {
  const audit = { at: now(), actor: user, action: `set channel to ${mode}`, object: id, allowed }
  await store.commit({ audit, ...(allowed && { channelSetting: { channel: id, mode, setBy: user, setAt: now() } }) })
}

function refusal({ language }: Typed) {
  const sentence = {
    en: 'You may not change this channel. Ask one of the admins that the configuration names.',
    zh: '你无权修改此频道,请联系配置中列出的管理员。',
  }
  return errorMessage({ reference: 'channel', sentence: sentence[language] }, language)
}
