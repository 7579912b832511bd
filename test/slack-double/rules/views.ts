import { z } from 'zod'
import { isRecord, type JsonRecord, recordsOf } from '../json.ts'
import { Refusal } from '../refusal.ts'
import { callbackId, flag, plainText, string } from './block-parts.ts'
import { problemsInBlocks } from './blocks.ts'
import { problemsOf } from './schema-problems.ts'

/** https://docs.slack.dev/reference/views */
export const VIEW_BYTES_MAX = 250_000
export const VIEWS_IN_A_STACK = 3

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: callbackId.optional(),
  external_id: string(255).optional(),
}

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: flag.optional(),
  notify_on_close: flag.optional(),
  submit_disabled: flag.optional(),
  ...common,
})

const home = z.strictObject({ type: z.literal('home'), ...common })

/** The view, when Slack would accept it. */
export function checkView(view: unknown, type: 'modal' | 'home', refused: ReadonlySet<string>): JsonRecord {
  if (!isRecord(view)) throw Refusal.with('invalid_arguments', ['[ERROR] must provide an object [json-pointer:/view]'])
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES_MAX) throw new Refusal('view_too_large')
  const problems = [
    ...problemsOf(type === 'modal' ? modal : home, view, '/view'),
    ...problemsInBlocks(view.blocks, type, refused).map((it) => it.replace('pointer:/blocks', 'pointer:/view/blocks')),
    ...missingSubmit(view),
  ]
  if (problems.length > 0) throw Refusal.with('invalid_arguments', problems)
  return view
}

function missingSubmit(view: JsonRecord): string[] {
  const asks = recordsOf(view.blocks).some((block) => block.type === 'input')
  if (view.type !== 'modal' || !asks || view.submit) return []
  return ['[ERROR] `submit` is required when an input block is in `blocks` [json-pointer:/view/submit]']
}
