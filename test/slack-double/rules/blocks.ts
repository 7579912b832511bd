import { z } from 'zod'
import { isRecord, type JsonRecord, recordsIn, recordsOf, stringsIn } from '../json.ts'
import { altText, anyText, blockId, flag, mrkdwn, plainText, string, url } from './block-parts.ts'
import { chart, dataTable, table } from './charts-and-tables.ts'
import { accessory, actionElement, button, contextAction, image, inputElement } from './elements.ts'
import { richText } from './rich-text.ts'
import { problemsOf } from './schema-problems.ts'

/** Where blocks can be shown, and how many there: https://docs.slack.dev/reference/block-kit/blocks */
export const BLOCKS_MAX = { message: 50, modal: 100, home: 100 } as const

export type Surface = keyof typeof BLOCKS_MAX

/**
 * The text of all blocks of a message together. Documented as 12,000; people have measured refusals from 11,341 on,
 * so staying near the limit is not safe: https://github.com/slackapi/bolt-js/issues/2509
 */
export const BLOCK_TEXT_MAX = 12_000

const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z.array(actionElement).min(1).max(25),
  ...blockId,
})

const context = z.strictObject({
  type: z.literal('context'),
  elements: z
    .array(z.discriminatedUnion('type', [plainText(), mrkdwn(), image]))
    .min(1)
    .max(10),
  ...blockId,
})

const divider = z.strictObject({ type: z.literal('divider'), ...blockId })

const header = z.strictObject({ type: z.literal('header'), text: plainText(150), ...blockId })

const imageBlock = image.safeExtend({ title: plainText(2000).optional(), alt_text: altText, ...blockId })

const input = z.strictObject({
  type: z.literal('input'),
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: flag.optional(),
  dispatch_action: flag.optional(),
  ...blockId,
})

const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: flag.optional(),
    ...blockId,
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, { message: 'must define text or fields' })

const video = z.strictObject({
  type: z.literal('video'),
  alt_text: altText,
  title: plainText(199),
  title_url: url.optional(),
  video_url: url,
  thumbnail_url: url,
  author_name: string(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: url.optional(),
  description: plainText().optional(),
  ...blockId,
})

const markdown = z.strictObject({ type: z.literal('markdown'), text: string(12_000), ...blockId })

const alert = z.strictObject({
  type: z.literal('alert'),
  text: anyText(),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  ...blockId,
})

const card = z
  .strictObject({
    type: z.literal('card'),
    hero_image: image.optional(),
    icon: image.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(button).optional(),
    ...blockId,
  })
  .refine((it) => it.hero_image ?? it.title ?? it.actions ?? it.body, {
    message: 'must define one of hero_image, title, actions or body',
  })

const carousel = z.strictObject({ type: z.literal('carousel'), elements: z.array(card).min(1).max(10), ...blockId })

const contained = z.discriminatedUnion('type', [
  actions,
  context,
  divider,
  header,
  imageBlock,
  input,
  richText,
  section,
  table,
  video,
])

const container = z
  .strictObject({
    type: z.literal('container'),
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z.array(contained).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: image.optional(),
    is_collapsible: flag.optional(),
    default_collapsed: flag.optional(),
    has_header_divider: flag.optional(),
    ...blockId,
  })
  .refine((it) => it.title ?? it.rich_text_title, { message: 'must define title or rich_text_title' })
  .refine((it) => !it.default_collapsed || it.is_collapsible, { message: 'default_collapsed needs is_collapsible' })

const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  elements: z.array(contextAction).min(1).max(5),
  ...blockId,
})

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  task_id: string(255),
  title: string(255),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url, text: string(255) })).optional(),
  ...blockId,
})

const plan = z.strictObject({
  type: z.literal('plan'),
  title: string(255),
  tasks: z.array(taskCard).optional(),
  ...blockId,
})

const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home']
const MESSAGES: readonly Surface[] = ['message']

/** Each block's rules and where it may be shown. `file` blocks can be read but not sent. */
const BLOCKS: Readonly<Record<string, { rule: z.ZodType; on: readonly Surface[]; most?: number }>> = {
  actions: { rule: actions, on: EVERYWHERE },
  context: { rule: context, on: EVERYWHERE },
  divider: { rule: divider, on: EVERYWHERE },
  header: { rule: header, on: EVERYWHERE },
  image: { rule: imageBlock, on: EVERYWHERE },
  input: { rule: input, on: EVERYWHERE },
  rich_text: { rule: richText, on: EVERYWHERE },
  section: { rule: section, on: EVERYWHERE },
  video: { rule: video, on: EVERYWHERE },
  alert: { rule: alert, on: ['message', 'modal'] },
  card: { rule: card, on: MESSAGES },
  carousel: { rule: carousel, on: MESSAGES },
  container: { rule: container, on: MESSAGES },
  context_actions: { rule: contextActions, on: MESSAGES },
  data_table: { rule: dataTable, on: MESSAGES },
  data_visualization: { rule: chart, on: MESSAGES, most: 2 },
  markdown: { rule: markdown, on: MESSAGES },
  plan: { rule: plan, on: MESSAGES },
  table: { rule: table, on: MESSAGES, most: 1 },
  task_card: { rule: taskCard, on: MESSAGES },
}

/** What Slack would object to, in its words, each with the place; empty when it would accept the blocks. */
export function problemsInBlocks(
  blocks: unknown,
  surface: Surface,
  refused: ReadonlySet<string> = new Set(),
): string[] {
  if (!Array.isArray(blocks)) return ['[ERROR] must provide an array [json-pointer:/blocks]']
  return [
    ...tooMany(blocks, surface),
    ...blocks.flatMap((block, at) => problemsInBlock(block, surface, refused, `/blocks/${at}`)),
    ...repeatedIds(blocks),
  ]
}

/** The number of characters that count against `BLOCK_TEXT_MAX`. */
export function blockTextLength(blocks: unknown): number {
  const counted = [...stringsIn(blocks)].filter(({ path }) => COUNTED.has(path.at(-1) ?? ''))
  return counted.reduce((sum, { text }) => sum + text.length, 0)
}

const COUNTED = new Set(['text', 'title', 'caption', 'alt_text', 'label', 'name', 'x_label', 'y_label'])

function problemsInBlock(block: unknown, surface: Surface, refused: ReadonlySet<string>, pointer: string): string[] {
  const type = isRecord(block) ? String(block.type) : 'undefined'
  const known = refused.has(type) ? undefined : BLOCKS[type]
  if (!known) return [`[ERROR] unsupported type: ${type} [json-pointer:${pointer}/type]`]
  if (!known.on.includes(surface))
    return [`[ERROR] ${type} is not allowed on this surface [json-pointer:${pointer}/type]`]
  return problemsOf(known.rule, block, pointer)
}

function tooMany(blocks: unknown[], surface: Surface): string[] {
  const most = BLOCKS_MAX[surface]
  const counts = Object.entries(BLOCKS).flatMap(([type, { most }]) => {
    const count = recordsOf(blocks).filter((block) => block.type === type).length
    return most !== undefined && count > most
      ? [`[ERROR] no more than ${most} ${type} blocks allowed [json-pointer:/blocks]`]
      : []
  })
  return blocks.length > most
    ? [`[ERROR] no more than ${most} items allowed [json-pointer:/blocks]`, ...counts]
    : counts
}

/** A block_id is unique in its message; an action_id in its block. */
function repeatedIds(blocks: unknown[]): string[] {
  const repeatedBlock = firstRepeated(recordsOf(blocks).map((block) => block.block_id))
  const repeatedActions = blocks.map((block) => firstRepeated([...recordsIn(block)].map((it) => it.action_id)))
  return [
    ...(repeatedBlock ? [`[ERROR] \`block_id\`s must be unique: ${repeatedBlock} [json-pointer:/blocks]`] : []),
    ...repeatedActions.flatMap((id, at) =>
      id ? [`[ERROR] \`action_id\` "${id}" already exists for \`block_id\` [json-pointer:/blocks/${at}]`] : [],
    ),
  ]
}

function firstRepeated(ids: unknown[]): unknown {
  const present = ids.filter((id) => id !== undefined)
  return present.find((id, at) => present.indexOf(id) !== at)
}

/** Blocks as Slack stores them: each with a `block_id` and each control with an `action_id`. */
export function withIds(blocks: readonly JsonRecord[], makeId: () => string): JsonRecord[] {
  const stored = structuredClone(blocks) as JsonRecord[]
  for (const block of stored) block.block_id ??= makeId()
  for (const part of recordsIn(stored)) if (isControl(part)) part.action_id ??= makeId()
  return stored
}

/** Whether a part of a block is something to click, choose from or type into. */
export function isControl(part: JsonRecord): boolean {
  const type = String(part.type)
  return CONTROLS.has(type) || type.endsWith('_select') || type.endsWith('_input')
}

const CONTROLS = new Set([
  'button',
  'overflow',
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'feedback_buttons',
  'icon_button',
])
