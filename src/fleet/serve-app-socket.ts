import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { z } from 'zod'
import { KnownError } from '../model/known-error.ts'
import type { Store } from '../model/store.ts'
import { askRequest, inviteRequest, MAX_REQUEST_BYTES, revokeRequest, socketOf } from './app-socket.ts'
import type { FleetLog } from './log.ts'
import type { RunningFleet } from './server.ts'

export interface AppSocketParts {
  readonly database: string
  readonly fleet: RunningFleet
  readonly store: Pick<Store, 'audit'>
  readonly log: FleetLog
  readonly now: () => number
}

export interface AppSocket {
  readonly close: () => Promise<void>
}

type Answer = (body: unknown) => unknown

/** Lets the other verbs of this machine ask the agents that are connected here. The database's lock says that no other app of ours listens at this path. */
export async function serveAppSocket(parts: AppSocketParts): Promise<AppSocket> {
  const path = socketOf(parts.database)
  const routes = routesOf(parts)
  const server = createServer((request, response) => void serve(request, response, routes, parts.log))
  server.requestTimeout = 5000
  rmSync(path, { force: true })
  await listenPrivately(server, path)
  return {
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Nobody else may open the socket, not for a moment either. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177)
  try {
    server.listen(path)
  } finally {
    process.umask(before)
  }
  await once(server, 'listening')
}

function routesOf({ fleet, store, now }: AppSocketParts): ReadonlyMap<string, Answer> {
  return new Map<string, Answer>([
    ['GET /agents', () => ({ agents: fleet.agents() })],
    ['GET /hosts', async () => ({ hosts: await fleet.enrolment.list() })],
    [
      'POST /ask',
      async (body) => {
        const { node, probes, deadlineMs } = read(askRequest, body)
        await store.audit({ at: now(), actor: 'operator', action: 'asked a node', object: node, allowed: true })
        return fleet.ask(node, probes, { deadlineMs })
      },
    ],
    [
      'POST /invite',
      async (body) => {
        const { node, labels, expiresAt } = read(inviteRequest, body)
        return { key: await fleet.enrolment.invite(node, labels, expiresAt) }
      },
    ],
    ['POST /revoke', async (body) => ({ revoked: await fleet.enrolment.revoke(read(revokeRequest, body).node) })],
  ])
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new KnownError('bad-request', `\`${issue?.path.join('.')}\` ${issue?.message}`)
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ReadonlyMap<string, Answer>,
  log: FleetLog,
): Promise<void> {
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
  }
  try {
    const answer = routes.get(`${request.method} ${request.url}`)
    if (!answer)
      return reply(404, { code: 'no-such-path', message: 'this version of the running app does not know that' })
    reply(200, await answer(await readJson(request)))
  } catch (error) {
    if (error instanceof KnownError) return reply(400, { code: error.code, message: error.message })
    log.warn({ error }, 'a verb of this machine could not be answered')
    reply(500, { code: 'fault', message: 'the running app failed; its log says why' })
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_REQUEST_BYTES)
      throw new KnownError('request-too-large', `a request holds at most ${MAX_REQUEST_BYTES} bytes`)
    chunks.push(chunk)
  }
  try {
    return size === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (cause) {
    throw new KnownError('bad-request', 'a request is JSON', { cause })
  }
}
