import { once } from 'node:events'
import { request } from 'node:https'
import { WebSocket } from 'ws'
import type { Measured, NotChecked } from '../../src/model/probe.ts'

export interface Dialling {
  readonly port: number
  readonly ca: string
  readonly credential: string | undefined
  readonly path?: string
  /** One of 127.0.0.0/8: agents on different nodes come from different addresses. */
  readonly from?: string
  readonly compress?: boolean
}

export interface Question {
  readonly type: 'ask'
  readonly id: string
  readonly probes: readonly string[]
  readonly deadlineMs: number
}

export interface Report {
  readonly probe: string
  readonly facts?: readonly Measured[]
  readonly notChecked?: readonly NotChecked[]
  readonly more?: boolean
}

export const HELLO = {
  type: 'hello',
  protocol: 1,
  version: '0.1.0',
  probes: [
    { id: 'filesystems', summary: 'How full file systems are.', yields: ['filesystem'] },
    { id: 'kernel', summary: 'Which kernel runs.', yields: ['kernel', 'node'] },
  ],
}

/** An agent over real TLS and a real WebSocket that does what a test tells it, right or wrong. */
export class FakeAgent {
  readonly socket: WebSocket
  /** What it was asked, in order. */
  readonly questions: Question[] = []
  /** The close code and reason, once it is closed. */
  closed: { readonly code: number; readonly reason: string } | undefined
  #onAsk: (question: Question) => void = () => {}
  #waiting: ((question: Question) => void)[] = []

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (text) => this.#take(JSON.parse(String(text)) as Question))
    socket.on('error', () => {})
    socket.once('close', (code, reason) => {
      this.closed = { code, reason: String(reason) }
    })
  }

  /** Rejects with `<status> <text>` when it is refused. */
  static async dial({ port, ca, credential, path = '/agent', from, compress = false }: Dialling): Promise<FakeAgent> {
    const socket = new WebSocket(`wss://127.0.0.1:${port}${path}`, {
      ca,
      perMessageDeflate: compress,
      ...(from === undefined ? {} : { localAddress: from }),
      ...(credential === undefined ? {} : { headers: { authorization: `Bearer ${credential}` } }),
    })
    const agent = new FakeAgent(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
      socket.once('unexpected-response', (_, response) => {
        let text = ''
        response.on('data', (piece) => {
          text += piece
        })
        response.once('end', () => reject(new Error(`${response.statusCode} ${text.trim()}`)))
      })
    })
    return agent
  }

  /** Dials and says hello; the app knows it when this resolves, because it answers a ping after it. */
  static async connect(dialling: Dialling, hello: object = HELLO): Promise<FakeAgent> {
    const agent = await FakeAgent.dial(dialling)
    agent.say(hello)
    agent.socket.ping()
    await once(agent.socket, 'pong')
    return agent
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame))
  }

  /** Answers every question from now on. */
  onAsk(answer: (question: Question) => void): void {
    this.#onAsk = answer
  }

  /** To each probe that it is asked, an honest answer. */
  answerAll(factsOf: (probe: string) => readonly Measured[] = () => []): void {
    this.onAsk(({ id, probes }) => {
      for (const probe of probes) this.report(id, { probe, facts: factsOf(probe) })
      this.done(id)
    })
  }

  report(id: string, { more, probe, facts = [], notChecked = [] }: Report): void {
    this.say({ type: 'report', id, ...(more ? { more } : {}), report: { probe, tookMs: 1, facts, notChecked } })
  }

  done(id: string, refused?: string): void {
    this.say({ type: 'done', id, ...(refused === undefined ? {} : { refused }) })
  }

  nextQuestion(): Promise<Question> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Resolves when the app has closed the connection. */
  async whenClosed(): Promise<{ readonly code: number; readonly reason: string }> {
    if (this.closed === undefined) await once(this.socket, 'close')
    return this.closed ?? { code: 0, reason: '' }
  }

  async leave(): Promise<void> {
    if (this.closed !== undefined) return
    this.socket.terminate()
    await once(this.socket, 'close')
  }

  #take(question: Question): void {
    this.questions.push(question)
    for (const tell of this.#waiting.splice(0)) tell(question)
    this.#onAsk(question)
  }
}

/** Exchanges an enrolment key for the host's own; rejects with `<status> <text>`. */
export async function enroll({ port, ca, credential = '', path = '/enroll' }: Dialling): Promise<{
  readonly node: string
  readonly key: string
}> {
  const headers = { authorization: `Bearer ${credential}` }
  const call = request({ host: '127.0.0.1', port, path, method: 'POST', ca, headers, agent: false }).end()
  const [response] = await once(call, 'response')
  let text = ''
  for await (const piece of response) text += piece
  if (response.statusCode !== 201) throw new Error(`${response.statusCode} ${text.trim()}`)
  return JSON.parse(text) as { node: string; key: string }
}
