import { caseListMessage } from '../../messages/slack/case-list-message.ts'
import type { Subcommand } from '../subcommand.ts'

const list: Subcommand = {
  help: { usage: '/casebook list', says: { en: 'all documented cases', zh: '列出全部已记录案例' } },
  async run({ language }, { cases, feedback }) {
    return caseListMessage(cases, language, feedback)
  },
}

export default list
