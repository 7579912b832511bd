import type { RawData, WebSocket } from 'ws'
import type { FactKind } from '../model/fact.ts'
import type { AskOptions, ConnectedAgent, KnownProbe, NodeAnswer } from '../model/fleet.ts'
import { type AgentFrame, type AppFrame, type Hello, MAX_FRAME_BYTES, PROTOCOL } from '../model/frame.ts'
import { KnownError } from '../model/known-error.ts'
import { Allowance } from './allowance.ts'
import { quote } from './foreign-text.ts'
import { keepBeating } from './heartbeat.ts'
import type { Identity } from './identity.ts'
import type { Limits } from './limits.ts'
import { Question } from './question.ts'
import { readFrame } from './read-frame.ts'

export interface ConnectionParts {
  readonly identity: Identity
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly limits: Limits
  readonly now: () => number
  readonly boot: string | undefined
  readonly share: (probes: readonly KnownProbe[]) => readonly KnownProbe[]
  /** The agent said who it is; it may be asked from now on. */
  readonly onHello: () => void
  /** Called once. */
  readonly onEnd: (why: KnownError) => void
}

/** Of a deadline, so much is left for the way back: what the agent gave up itself it can still name. */
const AGENTS_SHARE = 0.9
/** In the range of codes that are free to use: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.2 */
const CLOSE_CODE = 4000
const MAX_REASON_BYTES = 123

/** One agent's connection. Whatever an agent does wrong ends this connection with a KnownError, and touches no other. */
export class Connection {
  readonly identity: Identity
  readonly #socket: WebSocket
  readonly #parts: ConnectionParts
  readonly #questions = new Map<string, Question>()
  readonly #allowance: Allowance
  readonly #waitForHello: NodeJS.Timeout
  #agent: ConnectedAgent | undefined
  #isOver = false

  constructor(socket: WebSocket, parts: ConnectionParts) {
    const { framesPerQuestion: frames, bytesPerQuestion: bytes, helloMs } = parts.limits
    this.identity = parts.identity
    this.#socket = socket
    this.#parts = parts
    this.#allowance = new Allowance({ frames, bytes }, { bytes: MAX_FRAME_BYTES })
    this.#waitForHello = setTimeout(() => this.end(noHello(helloMs)), helloMs)
    socket.on('message', (message, isBinary) => this.#hear(message, isBinary))
    socket.on('error', (error) => this.end(brokenProtocol(error)))
    socket.once('close', () => {
      clearTimeout(this.#waitForHello)
      this.end(new KnownError('agent-gone', 'the connection to the agent was lost'))
    })
    keepBeating(socket, parts.limits, (trouble) => this.end(trouble === 'silent' ? silent() : tooMuch()))
  }

  /** Undefined before its hello. */
  get agent(): ConnectedAgent | undefined {
    return this.#agent
  }

  /** Resolves by the deadline with what came until then. */
  async ask(names: readonly string[], { deadlineMs, onProgress }: AskOptions): Promise<NodeAnswer> {
    const { node } = this.identity
    const { known, unknown } = this.#sort(names)
    if (known.length === 0) return { node, facts: [], notChecked: unknown }
    if (this.#isOver || this.#questions.size >= this.#parts.limits.openQuestions)
      return refused(node, known, unknown, 'the agent is still busy with earlier questions')
    const { kinds, now, boot, limits } = this.#parts
    const factsAtMost = limits.factsPerQuestion
    const question = new Question({ node, probes: known, kinds, factsAtMost, now, boot, onProgress })
    this.#put(question, known, deadlineMs)
    const answer = await question.answer
    return { ...answer, notChecked: [...unknown, ...answer.notChecked] }
  }

  /** Ends the connection for a reason that the agent is told, and every open question with what came. */
  end(why: KnownError): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const question of this.#questions.values()) question.finish(why.message)
    this.#questions.clear()
    this.#parts.onEnd(why)
    this.#hangUp(why)
  }

  /** What still comes is not read; whoever does not take the close frame is cut off. */
  #hangUp({ code, message }: KnownError): void {
    const socket = this.#socket
    if (socket.readyState === socket.OPEN) {
      socket.close(CLOSE_CODE, cut(`${code}: ${message}`))
      socket.pause()
    }
    setTimeout(() => socket.terminate(), this.#parts.limits.farewellMs)
  }

  #put(question: Question, probes: readonly KnownProbe[], deadlineMs: number): void {
    this.#questions.set(question.id, question)
    this.#allowance.grant(this.#questions.size)
    const timer = setTimeout(() => {
      this.#settle(question, `the agent did not answer in ${deadlineMs / 1000} s`, 'timed-out')
    }, deadlineMs)
    void question.answer.then(() => clearTimeout(timer))
    this.#say({
      type: 'ask',
      id: question.id,
      probes: probes.map(({ id }) => id),
      deadlineMs: Math.min(60_000, Math.max(1, Math.floor(deadlineMs * AGENTS_SHARE))),
    })
  }

  #settle(question: Question, fault?: string, why?: 'timed-out'): void {
    this.#questions.delete(question.id)
    question.finish(fault, why)
  }

  #say(frame: AppFrame): void {
    this.#socket.send(JSON.stringify(frame), () => {})
  }

  #hear(message: RawData, isBinary: boolean): void {
    if (this.#isOver) return
    try {
      if (!this.#allowance.take(sizeOf(message))) throw tooMuch()
      this.#obey(readFrame(message, isBinary))
    } catch (error) {
      if (!(error instanceof KnownError)) throw error
      this.end(error)
    }
  }

  #obey(frame: AgentFrame): void {
    if (frame.type === 'hello') this.#greet(frame)
    else this.#follow(frame)
  }

  #follow(frame: Exclude<AgentFrame, Hello>): void {
    if (!this.#agent) throw new KnownError('no-hello', 'an agent says hello before anything else')
    const question = this.#questions.get(frame.id)
    // It may be an answer that comes too late, which is no fault.
    if (!question) return
    if (frame.type === 'report') question.take(frame)
    else this.#settle(question, frame.refused === undefined ? undefined : `the agent refuses: ${frame.refused}`)
  }

  #greet({ protocol, version, probes }: Hello): void {
    if (this.#agent) throw new KnownError('second-hello', 'an agent says hello once')
    if (protocol !== PROTOCOL)
      throw new KnownError(
        'other-protocol',
        `the agent (version ${quote(version)}) speaks protocol ${protocol}, this app ${PROTOCOL}; install the same version of both`,
      )
    clearTimeout(this.#waitForHello)
    const { node, labels } = this.identity
    const { share, now } = this.#parts
    this.#agent = { node, version, labels, probes: share(probes), connectedAt: now() }
    this.#parts.onHello()
  }

  #sort(names: readonly string[]): { known: KnownProbe[]; unknown: NodeAnswer['notChecked'] } {
    const wanted = [...new Set(names)].slice(0, MAX_PROBES)
    const known = wanted.flatMap((name) => this.#agent?.probes.find(({ id }) => id === name) ?? [])
    const missing = wanted.filter((name) => !known.some(({ id }) => id === name))
    return { known, unknown: missing.map((probe) => hasNone(probe, this.#agent?.version ?? '')) }
  }
}

const MAX_PROBES = 128

function refused(
  node: string,
  known: readonly KnownProbe[],
  unknown: NodeAnswer['notChecked'],
  fault: string,
): NodeAnswer {
  const open = known.map(({ id }) => ({ probe: id, what: id, why: 'budget' as const, says: fault }))
  return { node, facts: [], notChecked: [...unknown, ...open], fault }
}

function hasNone(probe: string, version: string): NodeAnswer['notChecked'][number] {
  const says = `the agent (version ${quote(version)}) has no probe ${quote(probe)}`
  return { probe, what: probe, why: 'not-here', says }
}

function sizeOf(message: RawData): number {
  if (Array.isArray(message)) return message.reduce((sum, { length }) => sum + length, 0)
  return message.byteLength
}

function cut(reason: string): string {
  return Buffer.from(reason)
    .subarray(0, MAX_REASON_BYTES)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
}

function brokenProtocol(error: Error): KnownError {
  const code = 'code' in error ? String(error.code) : error.name
  return new KnownError('websocket-broken', `the agent breaks the WebSocket protocol or its limits (${code})`, {
    cause: error,
  })
}

function noHello(helloMs: number): KnownError {
  return new KnownError('no-hello', `the agent did not say hello in ${helloMs / 1000} s`)
}

function silent(): KnownError {
  return new KnownError('agent-silent', 'the agent does not answer pings any more')
}

function tooMuch(): KnownError {
  return new KnownError('agent-says-too-much', 'the agent says more than it was asked for')
}
