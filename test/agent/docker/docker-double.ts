import type { ServerResponse } from 'node:http'
import { type SocketServer, socketServer } from '../http/socket-server.ts'

/** A JSON value, a status, or a function that answers by itself. */
export type Reply = number | object | ((response: ServerResponse) => void)

export interface DockerDouble extends SocketServer {
  /** Methods and paths, in the order in which they came. */
  readonly asked: string[]
}

/** A dockerd that knows these paths and no other. */
export async function dockerDouble(replies: Readonly<Record<string, Reply>>): Promise<DockerDouble> {
  const asked: string[] = []
  const socket = await socketServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(`${request.method} ${path}`)
    const reply = replies[path] ?? 404
    if (typeof reply === 'function') reply(response)
    else if (typeof reply === 'number') response.writeHead(reply).end()
    else response.end(JSON.stringify(reply))
  })
  return { ...socket, asked }
}
