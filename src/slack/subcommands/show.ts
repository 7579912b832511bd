import { caseMessage } from '../../messages/slack/case-message.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import { closest } from '../../model/closest.ts'
import type { Subcommand } from '../subcommand.ts'

const show: Subcommand = {
  help: { usage: '/casebook show ID', says: { en: 'one case whole', zh: '显示一个完整案例' } },
  async run({ words, language }, { cases, feedback }) {
    const id = words.trim()
    const subject = cases.find((it) => it.id === id || it.aliases.includes(id))
    if (subject) return caseMessage(subject, language, feedback.get(subject.id))
    const guess = closest(
      id,
      cases.map((it) => it.id),
    )
    const sentence = {
      en: `There is no case "${id}".${guess ? ` Did you mean ${guess}?` : ' /casebook list shows them.'}`,
      zh: `没有案例"${id}"。${guess ? `是不是 ${guess}?` : '/casebook list 可列出全部。'}`,
    }
    return errorMessage({ reference: 'show', sentence: sentence[language] }, language)
  },
}

export default show
