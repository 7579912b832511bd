import type { App, BlockButtonAction } from '@slack/bolt'
import { readDraftPressed } from '../../messages/slack/draft-button.ts'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { maySee } from '../drafts/draft-desk.ts'
import { openDraftForm } from '../drafts/draft-form.ts'
import { explain } from '../explain.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor } from '../tools.ts'

/** `Edit`: the form with the newest text of the draft. */
const editDraft: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: /^edit_draft(?:_\d{1,3})?$/ },
    async ({ ack, body, action, respond }) => {
      await ack()
      const user = body.user.id
      const channel = body.channel?.id ?? ''
      const language = await languageFor(tools, user, '')
      const fill = async () => {
        const pressed = readDraftPressed(action.value ?? '')
        const draft = pressed && (await tools.store.drafts.find(pressed.draft))
        if (!draft || !(await maySee(draft, user, channel, tools))) return 'gone'
        return { text: draft.text, draft, channel }
      }
      const wrong = await openDraftForm({ trigger: body.trigger_id, user, language }, fill, tools)
      if (!wrong) return
      await explain(respond, body, { reference: 'draft', sentence: DRAFT_WORDING[language].wrong[wrong] }, language)
    },
  )
}

export default editDraft
