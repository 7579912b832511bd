import type { App, BlockButtonAction, BlockUsersSelectAction } from '@slack/bolt'
import { errorMessage } from '../../messages/slack/error-message.ts'
import { FORGET, forgottenMessage } from '../../messages/slack/forget-message.ts'
import { FORGET_WORDING } from '../../messages/slack/forget-wording.ts'
import type { SlackMessage } from '../../messages/slack/ladder.ts'
import { isUserId } from '../../messages/slack/part.ts'
import type { Interaction } from '../interaction.ts'
import { forgetPerson } from '../people/forget-person.ts'
import { auditForget, mayForget } from '../people/may-forget.ts'
import { languageFor, type Tools } from '../tools.ts'

type Pressed = BlockButtonAction | BlockUsersSelectAction

/** `Delete`, after Slack has asked whether that is meant: who presses is checked again, and told what was deleted. */
const forget: Interaction = (app: App, tools) => {
  for (const action_id of Object.values(FORGET)) {
    app.action<Pressed>({ type: 'block_actions', action_id }, async ({ ack, body, respond }) => {
      await ack()
      const [form] = await forgetFor(body.user.id, personOf(body), tools)
      await respond({
        response_type: 'ephemeral',
        replace_original: true,
        text: form?.text ?? '',
        ...(form?.blocks && { blocks: form.blocks }),
      })
    })
  }
}

export default forget

/** What travelled through somebody's client says whom an admin means, never who presses. It may be made up. */
function personOf({ user, actions: [action] }: Pressed): string {
  if (action?.action_id === FORGET.me) return user.id
  return (action?.type === 'users_select' ? action.selected_user : action?.value) ?? user.id
}

async function forgetFor(user: string, person: string, tools: Tools): Promise<SlackMessage[]> {
  const language = await languageFor(tools, user, '')
  const { mayNot, failed } = FORGET_WORDING[language]
  if (!isUserId(person) || !(await mayForget(user, person, tools)))
    return errorMessage({ reference: 'forget', sentence: mayNot }, language)
  await auditForget(user, person, true, tools)
  try {
    return forgottenMessage(await forgetPerson(person, tools), language)
  } catch (error) {
    const reference = tools.newId()
    tools.log.error({ error, reference }, 'not everything of a person could be deleted')
    return errorMessage({ reference, sentence: failed }, language)
  }
}
