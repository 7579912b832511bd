import { groupUnanswered } from '../../digest/unanswered.ts'
import { answerOf } from '../../investigation/investigate.ts'
import { gapsMessage } from '../../messages/slack/gaps-message.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { Subcommand } from '../subcommand.ts'

const PERIOD_MS = 30 * 86_400_000
const MOST_GROUPS = 20
/** A command is answered within three seconds. */
const MOST_LOOKED_AT = 200

const gaps: Subcommand = {
  help: {
    usage: '/casebook gaps',
    says: { en: 'errors of this channel that no case answers yet', zh: '此频道中尚无案例可答的错误' },
  },
  /** Of this channel only: what was pasted elsewhere may be private. */
  async run({ channel, language }, { store, match, generalise, now }) {
    const investigations = await store.digests.investigations(channel, now() - PERIOD_MS, now() + 1)
    const open = investigations.filter(isOpen).slice(-MOST_LOOKED_AT)
    const looks = open.map((investigation) => ({ investigation, answer: answerOf(investigation, match) }))
    return gapsMessage(groupUnanswered(looks, generalise).slice(0, MOST_GROUPS), language)
  },
}

export default gaps

/** What was answered when it was asked is not looked at again; what was not may be answered by a case that came since. */
function isOpen({ asked, audience, solved, shown }: Investigation): boolean {
  const isSeen = asked || audience !== 'nobody'
  return isSeen && !solved && (shown === undefined || shown.confidence === 'none' || shown.confidence === 'low')
}
