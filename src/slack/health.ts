import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenProblem } from './intake/listen-problem.ts'

/** What must be true for the app to answer anybody; each gives undefined, or what is wrong. */
export type HealthChecks = Readonly<Record<string, () => Promise<string | undefined>>>

export interface Health {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Serves `/healthz`: 200 when every check passes, 503 with what is wrong when not. Rejects with a KnownError when the port is taken. */
export async function serveHealth(port: number, checks: HealthChecks): Promise<Health> {
  const server = createServer((request, response) => {
    if (request.url !== '/healthz') return void response.writeHead(404).end()
    void report(checks).then(({ healthy, text }) => {
      response.writeHead(healthy ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
    })
  })
  server.headersTimeout = 5000
  server.requestTimeout = 5000
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve)).catch(
    (error: unknown) => {
      throw listenProblem(error, port, 'health_port')
    },
  )
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

async function report(checks: HealthChecks): Promise<{ healthy: boolean; text: string }> {
  const lines = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const wrong = await check().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      return { name, wrong }
    }),
  )
  const text = lines.map(({ name, wrong }) => `${name}: ${wrong ?? 'ok'}\n`).join('')
  return { healthy: lines.every(({ wrong }) => wrong === undefined), text }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
