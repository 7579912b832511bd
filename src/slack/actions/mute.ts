import type { App, BlockButtonAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { lookAgain } from '../../investigation/investigate.ts'
import { type Pressed, readPressed } from '../../messages/slack/button.ts'
import { noteView } from '../../messages/slack/more-view.ts'
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
    const view = (await mayMute(investigation, body.user.id, tools))
      ? moreViewOf(investigation, tools, await muteWhereItIs(investigation, pressed, body, tools))
      : await refusal(investigation, pressed, body, tools)
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
  const scope = scopeOf(investigation, pressed)
  const done = await muteCase(scope, USUAL_MS, user.id, tools)
  if (typeof done === 'string') {
    const words = MUTE_WORDING[await languageFor(tools, user.id, '')]
    return words.refused[done](scope.caseId.slice(0, 100), undefined)
  }
  if (investigation.audience === 'thread') await showAgain(investigation.id, tools)
  return undefined
}

/** Whoever may not mute it may not see it either: they may have left the channel since, or have made the button up. */
async function refusal(
  investigation: Investigation,
  pressed: Pressed,
  { user }: BlockButtonAction,
  tools: Tools,
): Promise<ModalView> {
  await refuseMute(scopeOf(investigation, pressed), user.id, tools)
  const language = await languageFor(tools, user.id, '')
  const command = `/casebook mute ${pressed.case.slice(0, 100)} here for ${MUTE_DAYS.usual}d`
  return noteView(`${MUTE_WORDING[language].whoMay}${command}`, language)
}

function scopeOf({ place }: Investigation, pressed: Pressed) {
  return { caseId: pressed.case, channel: place.channel, node: undefined }
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
