import type { RawData } from 'ws'
import { type AgentFrame, agentFrame } from '../model/frame.ts'
import { KnownError } from '../model/known-error.ts'
import { quote } from './foreign-text.ts'
import { nestsDeeper } from './json-nesting.ts'

/** A report is `{ report: { facts: [{ fields: {} }] } }`. */
const DEEPEST = 6

/** What an agent said in one WebSocket message. Throws a KnownError that names what is wrong with it. */
export function readFrame(message: RawData, isBinary: boolean): AgentFrame {
  if (isBinary) throw new KnownError('frame-not-text', 'an agent speaks JSON in text messages; a binary one came')
  const text = String(message)
  if (nestsDeeper(text, DEEPEST))
    throw new KnownError('frame-too-deep', `an agent's JSON nests at most ${DEEPEST} deep; deeper came`)
  const read = agentFrame.safeParse(parse(text))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new KnownError(
    'frame-not-known',
    `an agent said what no frame is: ${quote(issue?.path.join('.') ?? '')} ${quote(issue?.message ?? '')}`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KnownError('frame-not-json', 'an agent speaks JSON; something else came', { cause })
  }
}
