import { z } from 'zod'
import {
  actionId,
  altText,
  confirm,
  dispatchable,
  flag,
  focusable,
  option,
  optionGroup,
  placeholder,
  plainText,
  richOption,
  slackFile,
  string,
  url,
} from './block-parts.ts'

/** Block elements: https://docs.slack.dev/reference/block-kit/block-elements */

const labelled = { accessibility_label: string(75).optional() }
const style = z.enum(['primary', 'danger']).optional()

export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: string(2000).optional(),
  url: url.optional(),
  style,
  confirm,
  ...labelled,
  ...actionId,
})

export const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: altText,
    image_url: url.optional(),
    slack_file: slackFile.optional(),
  })
  .refine((it) => (it.image_url === undefined) !== (it.slack_file === undefined), {
    message: 'must define one of image_url or slack_file',
  })

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(option).min(1).max(5),
  confirm,
  ...actionId,
})

const choices = (type: 'checkboxes' | 'radio_buttons') =>
  z.strictObject({
    type: z.literal(type),
    options: z.array(richOption).min(1).max(10),
    initial_options: z.array(richOption).optional(),
    initial_option: richOption.optional(),
    confirm,
    ...focusable,
    ...actionId,
  })

const menu = { placeholder, confirm, ...focusable, ...actionId }
const many = { max_selected_items: z.number().int().min(1).optional() }
const staticOptions = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
}
const urlRespondable = { response_url_enabled: flag.optional() }
const minQuery = { min_query_length: z.number().int().min(0).optional() }

const needsOptions = {
  message: 'must define one of options or option_groups',
}
const hasOptions = (it: { options?: unknown; option_groups?: unknown }) =>
  (it.options === undefined) !== (it.option_groups === undefined)

const selects = [
  z
    .strictObject({
      type: z.literal('static_select'),
      initial_option: option.optional(),
      ...staticOptions,
      ...menu,
    })
    .refine(hasOptions, needsOptions),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      initial_options: z.array(option).optional(),
      ...staticOptions,
      ...menu,
      ...many,
    })
    .refine(hasOptions, needsOptions),
  z.strictObject({
    type: z.literal('external_select'),
    initial_option: option.optional(),
    ...minQuery,
    ...menu,
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    initial_options: z.array(option).optional(),
    ...minQuery,
    ...menu,
    ...many,
  }),
  z.strictObject({ type: z.literal('users_select'), initial_user: string(255).optional(), ...menu }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    initial_users: z.array(string(255)).optional(),
    ...menu,
    ...many,
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    initial_conversation: string(255).optional(),
    default_to_current_conversation: flag.optional(),
    filter: z.record(z.string(), z.unknown()).optional(),
    ...urlRespondable,
    ...menu,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    initial_conversations: z.array(string(255)).optional(),
    default_to_current_conversation: flag.optional(),
    filter: z.record(z.string(), z.unknown()).optional(),
    ...menu,
    ...many,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    initial_channel: string(255).optional(),
    ...urlRespondable,
    ...menu,
  }),
] as const

const pickers = [
  z.strictObject({ type: z.literal('datepicker'), initial_date: z.iso.date().optional(), ...menu }),
  z.strictObject({
    type: z.literal('timepicker'),
    initial_time: string(5).optional(),
    timezone: string(64).optional(),
    ...menu,
  }),
] as const

const dateTimePicker = z.strictObject({
  type: z.literal('datetimepicker'),
  initial_date_time: z.number().int().min(1e9).max(9_999_999_999).optional(),
  confirm,
  ...focusable,
  ...actionId,
})

const typed = { placeholder, ...focusable, ...dispatchable, ...actionId }

const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    initial_value: z.string().max(3000).optional(),
    multiline: flag.optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    ...typed,
  }),
  z.strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: flag,
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    ...typed,
  }),
  z.strictObject({ type: z.literal('email_text_input'), initial_value: z.string().optional(), ...typed }),
  z.strictObject({ type: z.literal('url_text_input'), initial_value: z.string().optional(), ...typed }),
  z.strictObject({
    type: z.literal('rich_text_input'),
    initial_value: z.record(z.string(), z.unknown()).optional(),
    min_lines: z.number().int().min(1).max(100).optional(),
    max_lines: z.number().int().min(1).max(100).optional(),
    ...typed,
  }),
  z.strictObject({
    type: z.literal('file_input'),
    filetypes: z.array(string(255)).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
    ...actionId,
  }),
] as const

const feedback = z.strictObject({ text: plainText(75), value: string(2000), ...labelled })

const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  positive_button: feedback,
  negative_button: feedback,
  ...actionId,
})

const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  icon: string(255),
  text: plainText(75),
  value: string(2000).optional(),
  visible_to_user_ids: z.array(string(255)).optional(),
  confirm,
  ...labelled,
  ...actionId,
})

const checkboxes = choices('checkboxes')
const radioButtons = choices('radio_buttons')

/** Which elements each place holds. */
export const accessory = z.discriminatedUnion('type', [
  button,
  image,
  overflow,
  checkboxes,
  radioButtons,
  ...selects,
  ...pickers,
])
export const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  checkboxes,
  radioButtons,
  dateTimePicker,
  ...selects,
  ...pickers,
])
export const inputElement = z.discriminatedUnion('type', [
  checkboxes,
  radioButtons,
  dateTimePicker,
  ...selects,
  ...pickers,
  ...inputs,
])
export const contextAction = z.discriminatedUnion('type', [feedbackButtons, iconButton])
