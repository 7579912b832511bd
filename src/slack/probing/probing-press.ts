import type { App, BlockButtonAction, RespondFn } from '@slack/bolt'
import type { ButtonAction } from '../../messages/slack/button.ts'
import { QUESTION_WORDING, type QuestionWording } from '../../messages/slack/question-wording.ts'
import { explain } from '../explain.ts'
import type { Interaction } from '../interaction.ts'
import { type Press, readPress, refuser } from '../press.ts'
import { languageFor, type Tools } from '../tools.ts'
import type { Asker, Denial } from './probing-gate.ts'

/** A press of a button about nodes by somebody who may have them asked. Gives what the person is told when nothing came of it. */
export type AskNodes = (press: Press, body: BlockButtonAction, tools: Tools) => Promise<Wrong | undefined>

export type Wrong = keyof QuestionWording['wrong']

/** A button about nodes. The press is acknowledged first; a button is only a hint, so who pressed it is checked again. */
export function pressAsksNodes(action: ButtonAction, ask: AskNodes): Interaction {
  return (app: App, tools: Tools) => {
    app.action<BlockButtonAction>(
      { type: 'block_actions', action_id: action },
      async ({ ack, body, action: pressed, respond }) => {
        await ack()
        const press = await readPress(body, pressed.value ?? '', action, tools)
        if (typeof press === 'string') return refuser(respond, body, tools)(press)
        const why = await attempt(press, body, ask, tools)
        if (why) await tellWhy(why, press, { body, respond }, tools)
      },
    )
  }
}

/** Why nodes are not asked; undefined when they may be. A refusal goes into the audit log. */
export async function denialOf(asker: Asker, about: string, tools: Tools): Promise<Denial | undefined> {
  const denial = await tools.nodes.mayAsk(asker)
  if (denial) await auditRefusal(asker, `${about} denied=${denial}`, tools)
  return denial
}

/** `about` holds ids and names of the inventory, or what a person typed as a pattern; never a paste. */
export async function auditRefusal({ user, channel }: Asker, about: string, { store, now }: Tools): Promise<void> {
  const object = `channel=${channel} ${about}`.slice(0, 500)
  await store.audit({ at: now(), actor: user, action: 'probe', object, allowed: false })
}

export function askerOf(
  user: { readonly id: string; readonly team_id?: string },
  team: { readonly id: string } | null | undefined,
  channel: string,
): Asker {
  return { user: user.id, team: user.team_id ?? team?.id, channel }
}

type Why = { readonly denial: Denial } | { readonly wrong: Wrong }

async function attempt(press: Press, body: BlockButtonAction, ask: AskNodes, tools: Tools): Promise<Why | undefined> {
  const { investigation } = press
  const asker = askerOf(body.user, body.team, investigation.place.channel)
  const denial = await denialOf(asker, `investigation=${investigation.id}`, tools)
  if (denial) return { denial }
  const wrong = await ask(press, body, tools)
  if (!wrong) return undefined
  await auditRefusal(asker, `investigation=${investigation.id} wrong=${wrong}`, tools)
  return { wrong }
}

async function tellWhy(
  why: Why,
  { investigation, user }: Press,
  { body, respond }: { readonly body: BlockButtonAction; readonly respond: RespondFn },
  tools: Tools,
): Promise<void> {
  const language = await languageFor(tools, user, '')
  const words = QUESTION_WORDING[language]
  const sentence = 'denial' in why ? words.denied[why.denial] : words.wrong[why.wrong]
  await explain(respond, body, { reference: investigation.id, sentence }, language)
}
