import type { App, BlockButtonAction } from '@slack/bolt'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { openDraftForm, textOfInvestigation } from '../drafts/draft-form.ts'
import { explain } from '../explain.ts'
import type { Interaction } from '../interaction.ts'
import { readPress } from '../press.ts'
import { languageFor } from '../tools.ts'

/** `Write this case`, under an answer that found nothing, in the digest and in the list of gaps. */
const writeCase: Interaction = (app: App, tools) => {
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: /^write_case(?:_\d{1,3})?$/ },
    async ({ ack, body, action, respond }) => {
      await ack()
      const language = await languageFor(tools, body.user.id, '')
      const fill = async () => {
        const press = await readPress(body, action.value ?? '', 'write case', tools)
        if (press === 'not-allowed') return 'mayNotWrite'
        if (press === 'gone') return 'gone'
        const { investigation } = press
        return { text: await textOfInvestigation(investigation, tools), channel: investigation.place.channel }
      }
      const wrong = await openDraftForm({ trigger: body.trigger_id, user: body.user.id, language }, fill, tools)
      if (!wrong) return
      const sentence = DRAFT_WORDING[language].wrong[wrong]
      await explain(respond, body, { reference: 'write case', sentence }, language)
    },
  )
}

export default writeCase
