import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2'
import { connect as connectSocket } from 'node:net'
import { type ProtobufStream, protobufStream, type TakeField } from './protobuf-stream.ts'

export interface Called {
  /** https://grpc.io/docs/guides/status-codes/: 0 is fine, 8 an answer too large for the server to send, 12 an unknown call. */
  readonly status: number
  readonly message: string
  /** `cut`: the answer was longer than `maxBytes`, or had fields that were not read. */
  readonly ended: 'whole' | 'cut'
}

export interface CallLimits {
  /** For everything together. The server is told as well, so that it stops working when nobody waits any more. */
  readonly totalMs: number
  readonly maxBytes: number
}

/** A gRPC call with one question and one answer, over a connection of its own. Throws what node:http2 throws, and an `AbortError` past the time. */
export async function unaryCall(
  socketPath: string,
  method: string,
  request: Buffer,
  limits: CallLimits,
  take: TakeField,
): Promise<Called> {
  const session = connect('http://localhost', { createConnection: () => connectSocket(socketPath) })
  const signal = AbortSignal.timeout(limits.totalMs)
  try {
    return await new Promise((resolve, reject) => {
      session.on('error', reject)
      session.on('close', () => reject(new Error('the connection was closed')))
      signal.addEventListener('abort', () => reject(signal.reason))
      call(session, method, request, limits, take).then(resolve, reject)
    })
  } finally {
    session.destroy()
  }
}

async function call(
  session: ClientHttp2Session,
  method: string,
  request: Buffer,
  limits: CallLimits,
  take: TakeField,
): Promise<Called> {
  const stream = session.request({
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': `${limits.totalMs}m`,
  })
  let heads: IncomingHttpHeaders = {}
  stream.on('response', (headers) => Object.assign(heads, headers))
  stream.on('trailers', (trailers) => {
    heads = { ...heads, ...trailers }
  })
  stream.end(framed(request))
  const answer = framedMessage(take)
  let left = limits.maxBytes
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    answer.write(chunk.subarray(0, Math.max(0, left)))
    left -= chunk.length
    if (left < 0) return { status: 0, message: '', ended: 'cut' }
  }
  return { ...statusOf(heads), ended: answer.isWhole() ? 'whole' : 'cut' }
}

function statusOf(heads: IncomingHttpHeaders): Pick<Called, 'status' | 'message'> {
  const status = Number(heads['grpc-status'] ?? Number.NaN)
  if (!Number.isInteger(status)) throw new Error(`no gRPC status came with HTTP status ${heads[':status']}`)
  return { status, message: percentDecoded(String(heads['grpc-message'] ?? '')).slice(0, 1_000) }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.slice(0, 3_000))
  } catch {
    return text
  }
}

/** A message has 5 bytes before it: whether it is compressed, and its length (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
const PREFIX_BYTES = 5

function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/** The message behind its prefix. One that is compressed was not asked for and is not read. */
function framedMessage(take: TakeField): ProtobufStream {
  const message = protobufStream(take)
  let prefix: Buffer = Buffer.alloc(0)
  return {
    write(chunk) {
      const missing = PREFIX_BYTES - prefix.length
      prefix = missing > 0 ? Buffer.concat([prefix, chunk.subarray(0, missing)]) : prefix
      if (prefix.length < PREFIX_BYTES) return true
      return prefix[0] === 0 && message.write(chunk.subarray(Math.max(0, missing)))
    },
    isWhole: () => prefix.length === 0 || (prefix[0] === 0 && message.isWhole()),
  }
}
