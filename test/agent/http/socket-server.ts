import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface SocketServer {
  readonly path: string
  readonly server: Server
  /** Connections that were opened so far, and how many are open. */
  readonly connections: { total: number; open: number; most: number }
}

/** An HTTP server on a unix socket that goes with the test. */
export async function socketServer(answer: RequestListener): Promise<SocketServer> {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-socket-'))
  const path = join(folder, 'daemon.sock')
  const server = createServer(answer)
  const connections = { total: 0, open: 0, most: 0 }
  server.on('connection', (socket) => {
    connections.total++
    connections.most = Math.max(connections.most, ++connections.open)
    socket.on('close', () => connections.open--)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { path, server, connections }
}
