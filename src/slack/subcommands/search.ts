import { caseListMessage } from '../../messages/slack/case-list-message.ts'
import type { Subcommand } from '../subcommand.ts'

const search: Subcommand = {
  help: {
    usage: '/casebook search WORDS',
    says: { en: 'cases by words, English or Chinese', zh: '按中文或英文词语查找案例' },
  },
  async run({ words, language }, tools) {
    return caseListMessage(tools.search(words), language, tools.feedback)
  },
}

export default search
