import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerHttp2Stream } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An answer of the double: a message, a gRPC status with its sentence, or silence. */
export type Reply = Buffer | { readonly status: number; readonly message: string } | 'silence'

/** A runtime on a unix socket that goes with the test. What it is not told to answer is unimplemented. */
export async function runtimeDouble(
  replies: Readonly<Record<string, Reply>>,
): Promise<{ path: string; called: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-cri-'))
  const path = join(folder, 'runtime.sock')
  const called: string[] = []
  const sessions = new Set<{ destroy(): void }>()
  const server = createServer()
  server.on('session', (session) => sessions.add(session))
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path'])
    called.push(method)
    stream.on('error', () => {})
    answer(stream, replies[method] ?? { status: 12, message: 'unknown service' })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    for (const session of sessions) session.destroy()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { path, called }
}

function answer(stream: ServerHttp2Stream, reply: Reply): void {
  if (reply === 'silence') return
  if (!Buffer.isBuffer(reply)) {
    const status = { 'grpc-status': String(reply.status), 'grpc-message': encodeURIComponent(reply.message) }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true })
    return
  }
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(reply.length, 1)
  stream.end(Buffer.concat([prefix, reply]))
}
