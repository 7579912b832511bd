import type { BlockButtonAction, RespondFn } from '@slack/bolt'
import { errorMessage } from '../messages/slack/error-message.ts'
import type { Language } from '../model/case.ts'

/** Says to the person who pressed, and to nobody else, why nothing happened: where they pressed. */
export async function explain(
  respond: RespondFn,
  { container }: Pick<BlockButtonAction, 'container'>,
  failure: { readonly reference: string; readonly sentence: string },
  language: Language,
): Promise<void> {
  if (container.type === 'view') return // Slack gives no address to respond to
  const [form] = errorMessage(failure, language)
  const thread: unknown = container.thread_ts
  await respond({
    response_type: 'ephemeral',
    replace_original: false,
    text: form?.text ?? '',
    ...(form?.blocks && { blocks: form.blocks }),
    ...(typeof thread === 'string' && { thread_ts: thread }),
  })
}
