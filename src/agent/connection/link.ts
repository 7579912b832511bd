import type { ClientRequest, IncomingMessage } from 'node:http'
import type { RawData, WebSocket } from 'ws'
import { type AskFrame, MAX_FRAME_BYTES } from '../../model/frame.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Answered, QuestionDesk } from '../question-desk.ts'
import { readAppFrame, writeDone, writeReport } from './frames.ts'
import { keepBeating } from './heartbeat.ts'

export interface LinkParts {
  readonly hello: string
  readonly desk: Pick<QuestionDesk, 'ask'>
  readonly beatMs: number
  readonly onOpen: () => void
}

/** How a connection was, and why it is over. */
export interface Ending {
  readonly openMs: number
  readonly why: KnownError
}

/** More than any app asks: one question for each press of a button. */
const MOST_QUESTIONS_A_SECOND = 20
/** An app that does not take what it asked for is not talked to any longer. */
const MOST_UNSENT_BYTES = 16 * MAX_FRAME_BYTES
const FAREWELL_MS = 250
/** In the range of codes that are free to use: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.2 */
const CLOSE_CODE = 4000

/** One connection to the app, from the first byte to the last. Whatever the app does wrong ends it, by a name. */
export class Link {
  readonly #socket: WebSocket
  readonly #parts: LinkParts
  readonly #onEnd: (ending: Ending) => void
  #openedAt: number | undefined
  #isOver = false
  #second = 0
  #questions = 0

  constructor(socket: WebSocket, parts: LinkParts, onEnd: (ending: Ending) => void) {
    this.#socket = socket
    this.#parts = parts
    this.#onEnd = onEnd
    socket.on('open', () => this.#greet())
    socket.on('message', (message, isBinary) => this.#hear(message, isBinary))
    socket.on('unexpected-response', (request, response) => this.#readRefusal(request, response))
    socket.on('error', (error) => this.#end(broken(error)))
    socket.on('close', (code, reason) => this.#end(closed(code, reason)))
  }

  hangUp(): void {
    this.#end(new KnownError('stopped', 'the agent was told to stop'))
  }

  /** The first bytes of the answer say why, in one word. */
  #readRefusal(request: ClientRequest, response: IncomingMessage): void {
    const end = (text: Buffer): void => {
      this.#end(noWebSocket(response, text))
      request.destroy()
    }
    response.once('data', end)
    response.once('end', () => end(Buffer.alloc(0)))
    setTimeout(() => end(Buffer.alloc(0)), FAREWELL_MS).unref()
  }

  #greet(): void {
    this.#openedAt = performance.now()
    this.#socket.send(this.#parts.hello)
    keepBeating(this.#socket, this.#parts.beatMs, () => this.#end(silent()))
    this.#parts.onOpen()
  }

  #hear(message: RawData, isBinary: boolean): void {
    if (this.#isOver) return
    try {
      if (!this.#mayAsk()) throw tooMuch()
      void this.#answer(readAppFrame(message, isBinary))
    } catch (error) {
      if (!(error instanceof KnownError)) throw error
      this.#end(error)
    }
  }

  /** Counted before a frame is read: reading is what a flood costs. */
  #mayAsk(): boolean {
    const second = Math.floor(performance.now() / 1000)
    this.#questions = second === this.#second ? this.#questions + 1 : 1
    this.#second = second
    return this.#questions <= MOST_QUESTIONS_A_SECOND
  }

  async #answer({ id, probes, deadlineMs }: AskFrame): Promise<void> {
    const tell = (answered: Answered): void => {
      for (const frame of writeReport(id, answered)) this.#say(frame)
    }
    this.#say(writeDone(id, await this.#parts.desk.ask(probes, deadlineMs, tell)))
  }

  #say(frame: string): void {
    if (this.#isOver) return
    if (this.#socket.bufferedAmount > MOST_UNSENT_BYTES) this.#end(deaf())
    else this.#socket.send(frame, () => {})
  }

  /** The first reason counts. Whoever does not take the close frame is cut off. */
  #end(why: KnownError): void {
    if (this.#isOver) return
    this.#isOver = true
    const socket = this.#socket
    if (socket.readyState === socket.OPEN) {
      socket.close(CLOSE_CODE, why.code)
      socket.pause()
    }
    setTimeout(() => socket.terminate(), FAREWELL_MS).unref()
    this.#onEnd({ openMs: this.#openedAt === undefined ? 0 : performance.now() - this.#openedAt, why })
  }
}

function noWebSocket({ statusCode = 0 }: IncomingMessage, text: Buffer): KnownError {
  if (statusCode >= 300 && statusCode < 400)
    return new KnownError('redirected', `the app answers HTTP ${statusCode}, a redirect, which is not followed`)
  const named = wordIn(text)
  return new KnownError('refused', `the app answers HTTP ${statusCode}${named === undefined ? '' : `, ${named}`}`)
}

function broken(error: Error): KnownError {
  const code = 'code' in error ? String(error.code) : error.name
  const what = UNTRUSTED.test(code) ? 'the certificate of the app does not count' : 'the connection failed'
  return new KnownError('broken', `${what} (${code})`)
}

const UNTRUSTED = /CERT|ALTNAME|SIGNATURE|ISSUER/

function closed(code: number, reason: Buffer): KnownError {
  const named = wordIn(reason)
  return new KnownError('closed', `the app closed the connection (${code}${named === undefined ? '' : `, ${named}`})`)
}

/** What comes from the app stays out of the log, but for a word like `key-unknown`. */
function wordIn(text: Buffer): string | undefined {
  return /^[a-z][a-z-]{0,40}/.exec(text.toString('latin1', 0, 64))?.[0]
}

function silent(): KnownError {
  return new KnownError('app-silent', 'the app does not answer pings any more')
}

function tooMuch(): KnownError {
  return new KnownError('too-many-questions', `the app asks more than ${MOST_QUESTIONS_A_SECOND} questions a second`)
}

function deaf(): KnownError {
  return new KnownError('app-deaf', 'the app does not take the answers that it asked for')
}
