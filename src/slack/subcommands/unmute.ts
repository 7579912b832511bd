import { errorMessage } from '../../messages/slack/error-message.ts'
import { MUTE_WORDING } from '../../messages/slack/mute-wording.ts'
import { noteMessage } from '../../messages/slack/note-message.ts'
import { muteRefused, scopeOf, unmute as unmuteCase } from '../quiet/mute-desk.ts'
import { readMute } from '../quiet/read-mute.ts'
import type { Subcommand } from '../subcommand.ts'

const unmute: Subcommand = {
  help: {
    usage: '/casebook unmute CASE [here|everywhere] [node NAME]',
    says: { en: 'take a mute back', zh: '取消静音' },
  },
  async run(typed, tools) {
    const { words, language, user } = typed
    const { wrong, unmuted } = MUTE_WORDING[language]
    const refuse = (sentence: string) => errorMessage({ reference: 'unmute', sentence }, language)
    const read = readMute(words)
    if ('wrong' in read) return refuse(`${wrong[read.wrong](read.word.slice(0, 100))} ${unmute.help.usage}`)
    const scope = scopeOf(read, typed, tools)
    const refusal = await unmuteCase(scope, user, tools)
    if (refusal) return refuse(muteRefused(refusal, scope, typed, tools))
    return noteMessage(unmuted(scope.caseId), language)
  },
}

export default unmute
