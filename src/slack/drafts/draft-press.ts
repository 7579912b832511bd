import type { App, BlockButtonAction, RespondFn } from '@slack/bolt'
import { type DraftPressed, readDraftPressed } from '../../messages/slack/draft-button.ts'
import { DRAFT_WORDING, type DraftWording } from '../../messages/slack/draft-wording.ts'
import { explain } from '../explain.ts'
import { publishHome, refreshHomes } from '../home.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor, type Tools } from '../tools.ts'
import type { DraftWrong } from './draft-desk.ts'

type Step = (pressed: DraftPressed, user: string, tools: Tools) => Promise<DraftWrong | undefined>

/** A reviewer's button: it does its step, or says why not, to who pressed it. */
export function pressChangesDraft(
  action: 'publish_draft' | 'retire_draft',
  step: Step,
  done: (words: DraftWording) => (name: string) => string,
): Interaction {
  return (app: App, tools: Tools) => {
    app.action<BlockButtonAction>(
      { type: 'block_actions', action_id: new RegExp(`^${action}(?:_\\d{1,3})?$`) },
      async ({ ack, body, action: button, respond }) => {
        await ack()
        const words = DRAFT_WORDING[await languageFor(tools, body.user.id, '')]
        const pressed = readDraftPressed(button.value ?? '')
        const before = pressed && (await tools.store.drafts.find(pressed.draft))
        const wrong = pressed ? await step(pressed, body.user.id, tools) : 'gone'
        const name = `${before?.text.area}/${before?.text.name}`
        const sentence = wrong ? words.wrong[wrong] : done(words)(name)
        await tellPresser({ body, respond, sentence, ...(!wrong && { isDone: true }) }, action, tools)
        if (!wrong) await refreshHomes(othersAtHome(body, before?.writers ?? []), tools)
      },
    )
  }
}

interface Telling {
  readonly body: BlockButtonAction
  readonly respond: RespondFn
  readonly sentence: string
  readonly isDone?: boolean
}

/** Says what became of a press to who pressed, and to nobody else, where they pressed. */
export async function tellPresser(
  { body, respond, sentence, isDone = false }: Telling,
  reference: string,
  tools: Tools,
): Promise<void> {
  const user = body.user.id
  if (body.container.type === 'view') return publishHome({ user, view: body.view, notice: sentence }, tools)
  if (!isDone) return explain(respond, body, { reference, sentence }, await languageFor(tools, user, ''))
  await respond({ response_type: 'ephemeral', replace_original: false, text: sentence })
}

/** Whoever pressed at home sees it there already. */
function othersAtHome({ user, container }: BlockButtonAction, writers: readonly string[]): readonly string[] {
  return container.type === 'view' ? writers.filter((it) => it !== user.id) : [user.id, ...writers]
}
