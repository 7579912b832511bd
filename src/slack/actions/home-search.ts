import type { App, BlockAction } from '@slack/bolt'
import { HOME } from '../../messages/slack/home-view.ts'
import { publishHome } from '../home.ts'
import type { Interaction } from '../interaction.ts'

/** The search of the Home tab: what is found stands below the field. */
const homeSearch: Interaction = (app: App, tools) => {
  app.action<BlockAction>({ type: 'block_actions', action_id: HOME.search }, async ({ ack, body }) => {
    await ack()
    await publishHome({ user: body.user.id, view: body.view }, tools)
  })
}

export default homeSearch
