import type { App, BlockButtonAction } from '@slack/bolt'
import { share as shareWithThread } from '../../investigation/investigate.ts'
import { WORDING } from '../../messages/slack/wording.ts'
import type { Interaction } from '../interaction.ts'
import { readPress, refuser } from '../press.ts'
import { showInvestigation } from '../tools.ts'

/** `Share with thread`: what only the author saw is posted for all, once, and the author's copy goes. */
const share: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: 'share' },
    async ({ ack, body, action, respond }) => {
      await ack()
      const press = await readPress(body, action.value ?? '', 'share', tools)
      if (typeof press === 'string') return refuser(respond, body.user.id, tools)(press)
      const before = press.investigation
      if (before.audience === 'author') {
        const { investigation, answer } = shareWithThread(before, tools.match)
        await tools.store.commit({ investigation, send: showInvestigation(tools, investigation, answer) })
        tools.wake()
      }
      await respond({ delete_original: true, text: WORDING[before.language].buttons.share })
    },
  )
}

export default share
