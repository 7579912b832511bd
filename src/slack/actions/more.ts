import type { App, BlockButtonAction } from '@slack/bolt'
import type { Interaction } from '../interaction.ts'
import { moreViewOf } from '../more.ts'
import { readPress, refuser } from '../press.ts'

/** `More`: the whole case, all evidence and all candidates, in a modal. The trigger lives three seconds. */
const more: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: 'more' },
    async ({ ack, body, action, respond }) => {
      await ack()
      const press = await readPress(body, action.value ?? '', 'more', tools)
      if (typeof press === 'string') return refuser(respond, body, tools)(press)
      const view = moreViewOf(press.investigation, tools)
      await tools.quickWeb.views.open({ trigger_id: body.trigger_id, view })
    },
  )
}

export default more
