import type { App, BlockButtonAction } from '@slack/bolt'
import { lookAgain } from '../../investigation/investigate.ts'
import { type Pressed, readPressed } from '../../messages/slack/button.ts'
import { MUTE_WORDING } from '../../messages/slack/mute-wording.ts'
import type { Investigation } from '../../model/investigation.ts'
import { maySetUpFromHome } from '../home.ts'
import type { Interaction } from '../interaction.ts'
import { moreViewOf } from '../more.ts'
import { mute as muteCase, refuseMute } from '../quiet/mute-desk.ts'
import { MUTE_DAYS } from '../quiet/read-mute.ts'
import { revise } from '../revise.ts'
import { languageFor, type Tools } from '../tools.ts'

/** `Mute here for 7 days`, under the whole case: what came of it stands in the modal, and that it is muted in the thread. */
const mute: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>({ type: 'block_actions', action_id: 'mute' }, async ({ ack, body, action }) => {
    await ack()
    const pressed = readPressed(action.value ?? '')
    const investigation = pressed && (await tools.store.investigation(pressed.investigation))
    if (!pressed || !investigation || !body.view) return
    const note = await muteWhereItIs(investigation, pressed, body, tools)
    const view = moreViewOf(investigation, tools, note)
    await tools.web.views.update({ view_id: body.view.id, view })
  })
}

export default mute

const USUAL_MS = MUTE_DAYS.usual * 86_400_000

/** Says why not when it is not. */
async function muteWhereItIs(
  investigation: Investigation,
  pressed: Pressed,
  { user }: BlockButtonAction,
  tools: Tools,
): Promise<string | undefined> {
  const scope = { caseId: pressed.case, channel: investigation.place.channel, node: undefined }
  const words = MUTE_WORDING[await languageFor(tools, user.id, '')]
  if (!(await mayMute(investigation, user.id, tools))) {
    await refuseMute(scope, user.id, tools)
    return `${words.whoMay}/casebook mute ${pressed.case.slice(0, 100)} here for ${MUTE_DAYS.usual}d`
  }
  const done = await muteCase(scope, USUAL_MS, user.id, tools)
  if (typeof done === 'string') return words.refused[done](scope.caseId.slice(0, 100), undefined)
  if (investigation.audience === 'thread') await showAgain(investigation.id, tools)
  return undefined
}

/** A modal does not show that somebody is in the channel still: where everybody may be, or by an admin. */
async function mayMute({ place, audience, author }: Investigation, user: string, tools: Tools): Promise<boolean> {
  if (audience === 'author' && user !== author) return false
  return maySetUpFromHome(user, place.channel, tools)
}

async function showAgain(id: string, tools: Tools): Promise<void> {
  await revise(
    id,
    (investigation) => lookAgain(investigation, tools.match),
    () => ({}),
    tools,
  )
}
