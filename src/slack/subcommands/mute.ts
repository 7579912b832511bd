import { errorMessage } from '../../messages/slack/error-message.ts'
import { MUTE_WORDING } from '../../messages/slack/mute-wording.ts'
import { mutedMessage } from '../../messages/slack/mutes-message.ts'
import { mute as muteCase, muteRefused, scopeOf } from '../quiet/mute-desk.ts'
import { readMute } from '../quiet/read-mute.ts'
import type { Subcommand } from '../subcommand.ts'

const mute: Subcommand = {
  help: {
    usage: MUTE_WORDING.en.usage,
    says: { en: 'say nothing of a case for a time unless somebody asks', zh: '一段时间内不主动提示某个案例' },
  },
  async run(typed, tools) {
    const { words, language, user } = typed
    const { wrong, usage } = MUTE_WORDING[language]
    const refuse = (sentence: string) => errorMessage({ reference: 'mute', sentence }, language)
    const read = readMute(words)
    if ('wrong' in read) return refuse(`${wrong[read.wrong](read.word.slice(0, 100))} ${usage}`)
    const scope = scopeOf(read, typed, tools)
    const done = await muteCase(scope, read.forMs, user, tools)
    if (typeof done === 'string') return refuse(muteRefused(done, scope, typed, tools))
    return mutedMessage(done, language)
  },
}

export default mute
