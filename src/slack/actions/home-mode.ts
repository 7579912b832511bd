import type { App, BlockStaticSelectAction } from '@slack/bolt'
import { HOME, readMode } from '../../messages/slack/home-view.ts'
import { HOME_WORDING } from '../../messages/slack/home-wording.ts'
import type { ChannelSetting } from '../../model/investigation.ts'
import { maySetUpFromHome, publishHome } from '../home.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor, type Tools } from '../tools.ts'

/** The mode of a channel, chosen in the Home tab. */
const homeMode: Interaction = (app: App, tools) => {
  app.action<BlockStaticSelectAction>(
    { type: 'block_actions', action_id: HOME.mode },
    async ({ ack, body, action }) => {
      await ack()
      const user = body.user.id
      const chosen = readMode(action.selected_option.value)
      const isSet = chosen !== undefined && (await set(chosen, user, tools))
      const { notAllowed } = HOME_WORDING[await languageFor(tools, user, '')]
      await publishHome({ user, view: body.view, notice: isSet ? undefined : notAllowed }, tools)
    },
  )
}

export default homeMode

async function set(
  { channel, mode }: Pick<ChannelSetting, 'channel' | 'mode'>,
  user: string,
  tools: Tools,
): Promise<boolean> {
  const { store, now } = tools
  const allowed = await maySetUpFromHome(user, channel, tools)
  const audit = { at: now(), actor: user, action: `set channel to ${mode}`, object: channel, allowed }
  await store.commit({ audit, ...(allowed && { channelSetting: { channel, mode, setBy: user, setAt: now() } }) })
  return allowed
}
