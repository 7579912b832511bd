import type { App, BlockSuggestion } from '@slack/bolt'
import { readPressed } from '../../messages/slack/button.ts'
import { CONFIRM, nodeOption } from '../../messages/slack/confirm-view.ts'
import type { Interaction } from '../interaction.ts'
import { optionOf } from '../probing/inventory.ts'
import { askerOf, denialOf } from '../probing/probing-press.ts'
import type { Tools } from '../tools.ts'

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload: at most this many options. */
const MAX_OPTIONS = 100

/** The names of nodes, while somebody types into the modal. Whoever may not have them asked is not told them. */
const node: Interaction = (app: App, tools) => {
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: CONFIRM.node }, async ({ ack, body }) => {
    await ack({ options: await suggestions(body, tools) })
  })
}

export default node

async function suggestions({ user, team, view, value }: BlockSuggestion, tools: Tools) {
  const pressed = readPressed(view?.private_metadata ?? '')
  const investigation = pressed && (await tools.store.investigation(pressed.investigation))
  if (!investigation) return []
  const asker = askerOf(user, team, investigation.place.channel)
  const denial = await denialOf(asker, `investigation=${investigation.id} node names`, tools)
  if (denial) return []
  return tools.nodes.inventory.search(value, MAX_OPTIONS).map((agent) => nodeOption(optionOf(agent.node)))
}
