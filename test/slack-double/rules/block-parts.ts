import { z } from 'zod'

/** Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects */

/** The longest text object there is. */
const TEXT_MAX = 3000
const ID_MAX = 255
const URL_MAX = 3000
const PLACEHOLDER_MAX = 150

export const string = (max: number) => z.string().min(1).max(max)
export const flag = z.boolean()
export const url = string(URL_MAX)

export const plainText = (max = TEXT_MAX) =>
  z.strictObject({ type: z.literal('plain_text'), text: string(max), emoji: flag.optional() })

export const mrkdwn = (max = TEXT_MAX) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: string(max), verbatim: flag.optional() })

export const anyText = (max = TEXT_MAX) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])

export const blockId = { block_id: string(ID_MAX).optional() }
export const actionId = { action_id: string(ID_MAX).optional() }
export const callbackId = string(ID_MAX)

export const confirm = z
  .strictObject({
    title: plainText(100).optional(),
    text: anyText(300),
    confirm: plainText(30).optional(),
    deny: plainText(30).optional(),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .optional()

/** The documentation gives 150 for an option's value, `@slack/types` 75: the smaller one is enforced. */
const OPTION_VALUE_MAX = 75

export const option = z.strictObject({
  text: plainText(75),
  value: string(OPTION_VALUE_MAX),
  description: plainText(75).optional(),
  url: url.optional(),
})

export const richOption = option.extend({ text: anyText(75), description: anyText(75).optional() })

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) })

export const placeholder = plainText(PLACEHOLDER_MAX).optional()
export const focusable = { focus_on_load: flag.optional() }
export const dispatchable = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
}

export const slackFile = z.union([z.strictObject({ id: string(ID_MAX) }), z.strictObject({ url })])
export const altText = string(2000)
