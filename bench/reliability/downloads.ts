import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Goal, Result } from './goal.ts'
import { runScript, type ScriptEnd } from './script.ts'

const FILE_MEBIBYTES = 100
const BOMB_MEBIBYTES = 200
const MOST_GROWTH_MEBIBYTES = 25
const LIMIT_MS = 60_000

export const downloads: Goal = {
  id: 'F4',
  promise: 'of a large file and of a gzip bomb the first 1 MiB is read, in 25 MB of memory',
  measure: () => download('ours'),
  control: { without: 'a cap on what is read', measure: () => download('whole') },
}

async function download(how: 'ours' | 'whole'): Promise<Result> {
  const server = createServer((request, response) =>
    request.url === '/bomb' ? sendBomb(response) : sendLarge(response),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const file = await runScript('child-download', [how, `${url}/large`], LIMIT_MS)
  const bomb = await runScript('child-download', [how, `${url}/bomb`], LIMIT_MS)
  server.closeAllConnections()
  server.close()
  return judge([file.said, bomb.said])
}

const line = Buffer.from(
  'E1121 10:00:01.000001 1680 kubelet.go:1] nothing of interest happened again\n'.repeat(14_000),
).subarray(0, 1 << 20)
const bomb = gzipSync(Buffer.alloc(BOMB_MEBIBYTES << 20, 'a'))

function sendBomb(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }).end(bomb)
}

function sendLarge(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' })
  let sent = 0
  const more = (): void => {
    while (sent < FILE_MEBIBYTES && !response.destroyed) {
      sent++
      if (!response.write(line)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

function judge(said: readonly ScriptEnd['said'][]): Result {
  const [large, gzip] = said.map((it) => ({
    read: Number(it?.characters),
    grew: Math.round(Number(it?.grewBytes) / 2 ** 20),
  }))
  const all = [large, gzip]
  return {
    good: all.every((it) => it !== undefined && it.read === 1 << 20 && it.grew <= MOST_GROWTH_MEBIBYTES),
    says: `${FILE_MEBIBYTES} MiB file: ${large?.read} characters read, ${large?.grew} MiB more memory; gzip bomb of ${BOMB_MEBIBYTES} MiB: ${gzip?.read} characters, ${gzip?.grew} MiB`,
  }
}
