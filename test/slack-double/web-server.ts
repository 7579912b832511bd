import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readArguments } from './arguments.ts'
import type { Double } from './double.ts'
import { Refusal } from './refusal.ts'
import { respond } from './respond.ts'
import { WebApi } from './web-api.ts'

/** Everything that the app can reach of Slack over HTTP, on loopback: the API with its sockets, and the files. */
export class WebServer {
  readonly #api: Server
  readonly #files: Server
  #double: Double | undefined
  #webApi: WebApi | undefined

  constructor() {
    this.#api = createServer(
      (request, response) => void this.#serve(request, response, () => this.#route(request, response)),
    )
    this.#files = createServer(
      (request, response) => void this.#serve(request, response, () => this.#file(request, response)),
    )
  }

  async listen(): Promise<{ api: string; files: string }> {
    return { api: await listening(this.#api), files: await listening(this.#files) }
  }

  serve(double: Double): void {
    this.#double = double
    this.#webApi = new WebApi(double)
    this.#api.on('upgrade', (request, tcp, head) => double.sockets.upgrade(request, tcp, head))
    for (const server of [this.#api, this.#files]) server.on('connection', () => double.activity.note())
  }

  async close(): Promise<void> {
    for (const server of [this.#api, this.#files]) {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    }
  }

  /** What goes wrong in here is the double's own fault, and must not look like an answer of Slack. */
  async #serve(request: IncomingMessage, response: ServerResponse, route: () => Promise<void>): Promise<void> {
    const ended = this.#double?.activity.begin()
    response.once('close', () => ended?.())
    await route().catch((error: unknown) => {
      this.#double?.journal.complaints.push(`the double itself failed at ${request.url}: ${(error as Error).stack}`)
      response.writeHead(500).end()
    })
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    if (path.startsWith('/api/')) return this.#webApi?.answer(request, response)
    if (request.headers.authorization) this.#double?.journal.complaints.push(`the app sent its token to \`${path}\``)
    if (path.startsWith('/response/')) return this.#respond(request, response)
    response.writeHead(404).end()
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#double) return
    try {
      const target = this.#double.responseUrls.use(request.url ?? '')
      respond(this.#double, target, await readArguments(request))
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const status = ['expired_url', 'used_url'].includes(error.code) ? 404 : 400
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ ok: false, error: error.code, ...error.details }))
    }
  }

  /** Without the right token and `files:read`, a download is a login page with status 200. */
  async #file(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#double) return
    const { workspace, installation, faults, addresses } = this.#double
    const [, fileId = ''] = /^\/files-pri\/\w+-(\w+)\//.exec(request.url ?? '') ?? []
    const file = workspace.files.get(fileId)
    const mayRead = installation.scopes.has('files:read') && installation.state === 'installed'
    if (faults.redirectsFiles) response.writeHead(302, { location: `${addresses.api}/elsewhere` }).end()
    else if (!mayRead || request.headers.authorization !== `Bearer ${installation.botToken}`) login(response)
    else if (!file) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': String(file.record.mimetype) }).end(file.content)
  }
}

function login(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end('<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to Double</body></html>')
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
