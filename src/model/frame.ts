import { z } from 'zod'

/**
 * What the app and an agent say to each other: one JSON object a WebSocket message, at most `MAX_FRAME_BYTES`, each
 * checked by its reader. An agent is as hostile as a paste, and so is a stolen app to an agent.
 */
export const MAX_FRAME_BYTES = 256 * 1024

/** Raised when a frame changes its meaning. */
export const PROTOCOL = 1

/** Where an agent asks for its WebSocket, with `Authorization: Bearer …`: a ServiceAccount token of `AGENT_AUDIENCE`, or the key of its host. */
export const AGENT_PATH = '/agent'
export const AGENT_AUDIENCE = 'casebook-agent'

/** `POST` with an enrolment key as bearer token gives the host its key, once: 201 and `enrolled` as JSON. Whatever went wrong, there and at the upgrade, comes as 4xx or 5xx with one line of text. */
export const ENROLL_PATH = '/enroll'
export const ENROLLED = 201
export const enrolled = z.strictObject({ node: z.string().max(253), key: z.string().max(200) })

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a name of small letters, digits and hyphens')
const sentence = z.string().max(500)
const scalar = z.union([z.string().max(4096), z.number(), z.boolean()])

const fact = z.strictObject({ kind: name, fields: z.record(z.string().max(64), scalar) })
const notChecked = z.strictObject({
  what: z.string().max(4096),
  why: z.enum(['missing-right', 'hung', 'timed-out', 'not-here', 'not-trusted', 'budget', 'failed']),
  says: sentence,
})

/** Agent → app, first. The node is taken from the credential, never from here. */
const hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.int(),
  version: z.string().max(64),
  probes: z.array(z.strictObject({ id: name, summary: sentence, yields: z.array(name).max(32) })).max(128),
})

/** One probe of a question is done. A probe with many facts comes in several reports, all but the last with `more`. */
const report = z.strictObject({
  type: z.literal('report'),
  id: name,
  more: z.boolean().optional(),
  /** How long ago it was measured: an agent that was asked within the last seconds does not look again. */
  ageMs: z.number().min(0).max(60_000).optional(),
  report: z.strictObject({
    probe: name,
    tookMs: z.number().min(0),
    facts: z.array(fact).max(2000),
    notChecked: z.array(notChecked).max(500),
  }),
})

/** All probes of a question are done, or it was refused. */
const done = z.strictObject({ type: z.literal('done'), id: name, refused: sentence.optional() })

/** App → agent. `deadlineMs` is relative: the clocks of nodes are wrong. */
const ask = z.strictObject({
  type: z.literal('ask'),
  id: name,
  probes: z.array(name).min(1).max(128),
  deadlineMs: z.int().min(1).max(60_000),
})

export const agentFrame = z.discriminatedUnion('type', [hello, report, done])
export const appFrame = z.discriminatedUnion('type', [ask])

export type AgentFrame = z.infer<typeof agentFrame>
export type AppFrame = z.infer<typeof appFrame>
export type Hello = z.infer<typeof hello>
export type AskFrame = z.infer<typeof ask>
