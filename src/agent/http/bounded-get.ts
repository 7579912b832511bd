import { type IncomingMessage, request } from 'node:http'
import { type RequestOptions, request as requestOverTls } from 'node:https'

/** Where to ask: a unix socket, or a literal address. Never a redirect's. */
export type Target = RequestOptions & { readonly tls?: boolean }

export interface Limits {
  /** For everything together: connecting, headers, and the last byte. A server that sends one byte a second gains no time. */
  readonly totalMs: number
  readonly maxBytes: number
}

export interface Answered {
  readonly status: number
  /** `cut`: there was more than `maxBytes`, or `take` wanted no more. */
  readonly ended: 'whole' | 'cut'
}

/** What a reader answers when it has seen enough. */
export const ENOUGH = 'enough'
export type Take = (chunk: Buffer) => typeof ENOUGH | undefined

/**
 * One GET over one connection of its own, handed on in pieces. Throws what node:http throws, and a `TimeoutError` past
 * the time; the connection is closed either way.
 */
export async function boundedGet(target: Target, limits: Limits, take: Take): Promise<Answered> {
  const signal = AbortSignal.timeout(limits.totalMs)
  try {
    return await readAll(await open(target, signal), limits.maxBytes, take)
  } catch (error) {
    // A body that is given up half-way otherwise looks as if the server had hung up.
    throw signal.aborted ? signal.reason : error
  }
}

/** V8 clears away when objects have used up their room. Pieces of an answer lie outside of it, and tens of MB would pile up. */
const SWEEP_BYTES = 1 << 20

async function readAll(response: IncomingMessage, maxBytes: number, take: Take): Promise<Answered> {
  const status = response.statusCode ?? 0
  let left = maxBytes
  let unswept = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const enough = take(chunk.subarray(0, left)) === ENOUGH
    left -= chunk.length
    unswept += chunk.length
    if (unswept >= SWEEP_BYTES) {
      globalThis.gc?.({ type: 'minor', execution: 'sync' })
      unswept = 0
    }
    if (enough || left < 0) return { status, ended: 'cut' }
  }
  return { status, ended: 'whole' }
}

function open({ tls, ...options }: Target, signal: AbortSignal): Promise<IncomingMessage> {
  const send = tls ? requestOverTls : request
  return new Promise((resolve, reject) => {
    send({ ...options, method: 'GET', agent: false, signal }, resolve)
      .on('error', reject)
      .end()
  })
}
