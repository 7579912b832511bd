import { errorMessage } from '../../messages/slack/error-message.ts'
import { forgetMessage, forgetWhomMessage } from '../../messages/slack/forget-message.ts'
import { FORGET_WORDING } from '../../messages/slack/forget-wording.ts'
import { mayForget } from '../people/may-forget.ts'
import type { Subcommand } from '../subcommand.ts'

const forget: Subcommand = {
  help: {
    usage: '/casebook forget me|@person',
    says: {
      en: 'delete what Casebook keeps of you; admins: of somebody else',
      zh: '删除 Casebook 保存的关于你的内容;管理员可删除他人的内容',
    },
  },
  /** Asks; the button deletes. */
  async run({ words, user, language }, tools) {
    const whom = words.trim()
    const person = personIn(whom)
    if (whom === '' || whom === 'me' || person === user) return forgetMessage('me', language)
    if (await mayForget(user, person, tools))
      return person === undefined ? forgetWhomMessage(language) : forgetMessage({ person }, language)
    return errorMessage({ reference: 'forget', sentence: FORGET_WORDING[language].mayNot }, language)
  },
}

export default forget

/** An id, or a mention of one: a name alone may be anybody's. */
function personIn(words: string): string | undefined {
  return /^(?:<@)?([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>?$/.exec(words)?.[1]
}
