import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Outgoing } from '../../model/store.ts'
import type { Log } from '../log.ts'
import { missingScope, PASSING, REFUSED_TOKEN } from './error-codes.ts'
import { type Fate, METADATA_TYPE, outgoingPayload } from './outgoing-payload.ts'

/** What became of a message of unknown fate, as far as Slack lets us see. */
export type Finding = Fate | { readonly state: 'absent' } | { readonly state: 'unknown' }

/**
 * Looks for a message whose reply was lost. An update that is made twice is made once, and a message for one person is
 * in no history. Where Slack does not let us look for good, a message is rather missing than there twice.
 */
export async function lookUp(row: Outgoing, web: WebClient, log: Log): Promise<Finding> {
  if (row.kind === 'update') return { state: 'absent' }
  if (row.kind === 'ephemeral') return { state: 'failed', reason: 'it may have arrived, and cannot be looked up' }
  try {
    const ts = await findByMetadata(web, row)
    return ts ? { state: 'sent', sent: { channel: row.channel, ts } } : { state: 'absent' }
  } catch (error) {
    if (error instanceof WebAPIPlatformError && !isPassing(error)) return notShown(error, row, log)
    log.warn({ error, id: row.id }, 'a message of unknown fate could not be looked up; trying again')
    return { state: 'unknown' }
  }
}

function isPassing({ data }: WebAPIPlatformError): boolean {
  return PASSING.has(data.error) || REFUSED_TOKEN.has(data.error)
}

/** Where the thread is gone, so is every reply. */
function notShown(error: WebAPIPlatformError, row: Outgoing, log: Log): Finding {
  const code = error.data.error
  if (code === 'thread_not_found') return { state: 'absent' }
  log.error(
    { code, scope: missingScope(error), id: row.id, channel: row.channel },
    'Slack does not show whether a message arrived; it is given up, not sent again',
  )
  return { state: 'failed', reason: `it may have arrived, and cannot be looked up: ${code}` }
}

const listedMessage = z.object({
  ts: z.string(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.string().optional() }).loose() })
    .optional(),
})

/** The timestamp of the message with our id in its metadata: in its thread, or in the channel since it was made. */
async function findByMetadata(web: WebClient, row: Outgoing): Promise<string | undefined> {
  const thread = outgoingPayload.safeParse(row.payload).data?.thread
  const shared = { channel: row.channel, include_all_metadata: true, limit: 200 }
  let cursor: string | undefined
  for (let page = 0; page < 10; page++) {
    const more = cursor ? { cursor } : {}
    const answer = thread
      ? await web.conversations.replies({ ...shared, ...more, ts: thread })
      : await web.conversations.history({ ...shared, ...more, oldest: String(row.createdAt / 1000 - 60) })
    for (const candidate of answer.messages ?? []) {
      const message = listedMessage.safeParse(candidate)
      const found = message.data?.metadata
      if (message.success && found?.event_type === METADATA_TYPE && found.event_payload.id === row.id)
        return message.data.ts
    }
    cursor = answer.response_metadata?.next_cursor || undefined
    if (!cursor) return undefined
  }
  return undefined
}
