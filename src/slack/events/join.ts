import { modeMessage } from '../../messages/slack/mode-message.ts'
import type { EventHandler } from '../intake/event.ts'
import { modeOf, outgoing } from '../tools.ts'

/** We were added to a channel: say once what we do here and how to change it. */
const join: EventHandler<'join'> = async ({ channel }, tools) => {
  const forms = modeMessage(await modeOf(tools, channel), 'en')
  return { send: [outgoing(tools, channel, `join:${channel}`, 'post', { forms })] }
}

export default join
