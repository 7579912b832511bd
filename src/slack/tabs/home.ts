import type { App } from '@slack/bolt'
import { publishHome } from '../home.ts'
import type { Interaction } from '../interaction.ts'

/** Somebody opened the Home tab. */
const home: Interaction = (app: App, tools) => {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await publishHome({ user: event.user, view: event.view }, tools)
  })
}

export default home
