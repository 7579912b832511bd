import type { App, BlockButtonAction } from '@slack/bolt'
import { share as shareWithThread } from '../../investigation/investigate.ts'
import type { Interaction } from '../interaction.ts'
import { change, type Effect, readPress, refuser, withdrawCopy } from '../press.ts'

/** `Share with thread`: what only the author saw is posted for all, once, and the author's copy goes. */
const share: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: 'share' },
    async ({ ack, body, action, respond }) => {
      await ack()
      const press = await readPress(body, action.value ?? '', 'share', tools)
      if (typeof press === 'string') return refuser(respond, body, tools)(press)
      await change(press, 'share', shareOnce, tools)
      tools.wake()
      await withdrawCopy(respond, press.investigation, tools)
    },
  )
}

export default share

const shareOnce: Effect = ({ investigation }, { match }) =>
  investigation.audience === 'author' ? shareWithThread(investigation, match) : undefined
