import { isRecord, type JsonRecord } from '../json.ts'
import { Refusal } from '../refusal.ts'
import { BLOCK_TEXT_MAX, blockTextLength, problemsInBlocks } from './blocks.ts'

/** What a message may hold: https://docs.slack.dev/reference/methods/chat.postMessage */
export const TEXT_LIMITS = {
  /** chat.postMessage cuts what is longer. */
  post: 40_000,
  /** chat.update refuses what is longer: https://docs.slack.dev/reference/methods/chat.update */
  update: 4_000,
  /** chat.postEphemeral knows `msg_too_long` without a number; the one of chat.update is taken. */
  ephemeral: 4_000,
  /** Recommended; what is longer is shown in pieces. */
  recommended: 4_000,
  markdown: 12_000,
} as const

export const ATTACHMENTS_MAX = 100
const METADATA_EVENT_TYPE_MAX = 50
/** Slack documents `metadata_too_large` without a number. The double draws the line at 8,000 characters of JSON. */
export const METADATA_MAX = 8_000

/** The content of a message when Slack would accept it; every post, update and response goes through here. */
export function checkContent(content: JsonRecord, refused: ReadonlySet<string>): void {
  const { text, blocks, attachments, markdown_text: markdown, metadata } = content
  if (markdown !== undefined && (text !== undefined || blocks !== undefined))
    throw new Refusal('markdown_text_conflict')
  if (String(markdown ?? '').length > TEXT_LIMITS.markdown) throw new Refusal('msg_too_long')
  if (blocks !== undefined) checkBlocks(blocks, refused)
  if (attachments !== undefined) checkAttachments(attachments, refused)
  if (metadata !== undefined) checkMetadata(metadata)
  if (![text, markdown].some(Boolean) && !isFilled(blocks) && !isFilled(attachments)) throw new Refusal('no_text')
}

function checkBlocks(blocks: unknown, refused: ReadonlySet<string>): void {
  if (!Array.isArray(blocks)) throw new Refusal('invalid_blocks_format')
  const problems = problemsInBlocks(blocks, 'message', refused)
  if (problems.length > 0) throw Refusal.with('invalid_blocks', problems)
  if (blockTextLength(blocks) > BLOCK_TEXT_MAX) throw new Refusal('msg_blocks_too_long')
}

function checkAttachments(attachments: unknown, refused: ReadonlySet<string>): void {
  if (!Array.isArray(attachments) || !attachments.every(isRecord)) throw new Refusal('invalid_attachments')
  if (attachments.length > ATTACHMENTS_MAX) throw new Refusal('too_many_attachments')
  for (const { blocks } of attachments) if (blocks !== undefined) checkBlocks(blocks, refused)
}

function checkMetadata(metadata: unknown): void {
  if (!isRecord(metadata)) throw new Refusal('invalid_metadata_format')
  if (Object.keys(metadata).length === 0) return
  if (JSON.stringify(metadata).length > METADATA_MAX) throw new Refusal('metadata_too_large')
  const { event_type: type, event_payload: payload, ...rest } = metadata
  const named = typeof type === 'string' && type.length > 0 && type.length <= METADATA_EVENT_TYPE_MAX
  if (!named || !isRecord(payload) || Object.keys(rest).length > 0) throw new Refusal('invalid_metadata_schema')
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0
}
