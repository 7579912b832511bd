import type { KnownBlock } from '@slack/types'
import { z } from 'zod'
import type { Outcome } from '../../model/store.ts'

/** What the outbox holds of a message: where it goes, and its forms from the richest to the plainest. */
export const outgoingPayload = z.object({
  /** The thread to post into; a message of its own without. */
  thread: z.string().optional(),
  /** Who sees an ephemeral message. */
  user: z.string().optional(),
  forms: z.array(z.object({ text: z.string(), blocks: z.array(z.custom<KnownBlock>()).optional() })).min(1),
})

export type OutgoingPayload = z.infer<typeof outgoingPayload>

/** Marks our messages, so that one whose reply was lost can be found. */
export const METADATA_TYPE = 'casebook_message'

/** What became of a message, for good. */
export type Fate = Extract<Outcome, { state: 'sent' | 'failed' }>
