import type { App, BlockButtonAction } from '@slack/bolt'
import type { DraftAction } from '../messages/slack/button.ts'
import { type DraftPressed, readDraftPressed } from '../messages/slack/draft-button.ts'
import { DRAFT_WORDING, type DraftWording } from '../messages/slack/draft-wording.ts'
import type { DraftWrong } from './draft-desk.ts'
import { explain } from './explain.ts'
import type { Interaction } from './interaction.ts'
import { languageFor, type Tools } from './tools.ts'

type Step = (pressed: DraftPressed, user: string, tools: Tools) => Promise<DraftWrong | undefined>

/** A reviewer's button: it does its step, or says why not, to who pressed it. */
export function pressChangesDraft(
  action: Exclude<DraftAction, 'edit_draft'>,
  step: Step,
  done: (words: DraftWording) => (name: string) => string,
): Interaction {
  return (app: App, tools: Tools) => {
    app.action<BlockButtonAction>(
      { type: 'block_actions', action_id: new RegExp(`^${action}(?:_\\d{1,3})?$`) },
      async ({ ack, body, action: button, respond }) => {
        await ack()
        const language = await languageFor(tools, body.user.id, '')
        const words = DRAFT_WORDING[language]
        const pressed = readDraftPressed(button.value ?? '')
        const wrong = pressed ? await step(pressed, body.user.id, tools) : 'gone'
        if (wrong) return explain(respond, body, { reference: action, sentence: words.wrong[wrong] }, language)
        const draft = pressed && (await tools.store.drafts.find(pressed.draft))
        const text = done(words)(`${draft?.text.area}/${draft?.text.name}`)
        await respond({ response_type: 'ephemeral', replace_original: false, text })
      },
    )
  }
}
