import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { parse } from 'yaml'
import { openCasebook } from '../../src/casebook.ts'
import type { Fleet, PoolFleet } from '../../src/model/fleet.ts'
import type { Store } from '../../src/model/store.ts'
import { type SlackApp, startSlackApp } from '../../src/slack/app.ts'
import { createLog } from '../../src/slack/log.ts'
import { readSlackConfig } from '../../src/slack/slack-config.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { SqliteOptions } from '../../src/store/sqlite/options.ts'
import { fromManifest } from '../slack-double/installation.ts'
import { type Slack, type SlackOptions, startSlack } from '../slack-double/slack.ts'

const knowledge = fileURLToPath(new URL('../library', import.meta.url))
const casebook = await openCasebook(knowledge)

const manifest = fromManifest(parse(await readFile(new URL('../../app-manifest.yml', import.meta.url), 'utf8')))

export interface OfficeOptions extends SlackOptions {
  /** Lines of the configuration file. */
  readonly config?: string
  readonly store?: SqliteOptions
  /** The agents that are connected; none without it. */
  readonly fleet?: Fleet | PoolFleet
}

/** A workspace with the production app in it, which differs from production in its addresses only. */
export class Office {
  readonly slack: Slack
  /** What the app wrote to its log. */
  readonly logLines: string[] = []
  readonly #folder: string
  readonly #options: OfficeOptions
  #config: string
  readonly #port: number
  #app: SlackApp | undefined
  #store: Store | undefined
  #ids = 0
  #offsetMs = 0

  private constructor(slack: Slack, folder: string, port: number, options: OfficeOptions) {
    this.slack = slack
    this.#folder = folder
    this.#port = port
    this.#options = options
    this.#config = options.config ?? ''
    slack.alsoAwait(async () => this.#app?.idle())
  }

  static async open(options: OfficeOptions = {}): Promise<Office> {
    const office = new Office(
      await startSlack({ ...manifest, ...options }),
      await mkdtemp(join(tmpdir(), 'casebook-office-')),
      options.transport === 'http' ? await freePort() : 0,
      options,
    )
    await office.startApp()
    return office
  }

  get database(): string {
    return join(this.#folder, 'casebook.db')
  }

  async startApp(): Promise<void> {
    const { slack } = this
    const environment = {
      botToken: slack.botToken,
      appToken: slack.appToken,
      signingSecret: slack.signingSecret,
      apiUrl: slack.apiUrl,
      filesUrl: slack.filesUrl,
    }
    const { transport = 'socket', fleet } = this.#options
    const ports = /_port:/.test(this.#config) ? [] : ['health_port: 0']
    const settings = [`database: ${this.database}`, `transport: ${transport}`, `port: ${this.#port}`, ...ports]
    const yaml = [...settings, this.#config].join('\n')
    this.#store = openSqliteStore(this.database, this.#options.store)
    this.#app = await startSlackApp({
      config: readSlackConfig(environment, yaml),
      casebook,
      store: this.#store,
      log: createLog('debug', (line) => this.logLines.push(line)),
      now: () => Date.now() + this.#offsetMs,
      newId: () => `id-${process.pid}-${++this.#ids}`,
      after: (millis, run) => slack.clock.after(millis, run),
      ...(fleet && { fleet }),
    })
    if (transport === 'http') await slack.connectHttp(this.url)
    else await slack.connected(2)
  }

  async stopApp(): Promise<void> {
    const app = this.#app
    this.#app = undefined
    await app?.stop()
  }

  /** The app is stopped and started again, with other lines in its configuration file if they are given. */
  async restartApp(config = this.#config): Promise<void> {
    await this.stopApp()
    this.#config = config
    await this.startApp()
  }

  /** The app comes to an end as in a power cut: from one moment on nothing that it does reaches the disk. */
  async crashApp(): Promise<void> {
    const app = this.#app
    this.#app = undefined
    await this.#store?.close()
    await app?.stop().catch(() => {})
  }

  /** Time goes on by this much, for Slack and for the app. */
  passes(milliseconds: number): void {
    this.#offsetMs += milliseconds
    this.slack.clock.advance(milliseconds)
  }

  /** Where the app listens for Slack's requests with the HTTP transport. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/slack/events`
  }

  /** What `/healthz` answers. */
  async health(): Promise<{ status: number; text: string }> {
    const answer = await fetch(`http://127.0.0.1:${this.#app?.health.port}/healthz`)
    return { status: answer.status, text: await answer.text() }
  }

  /** The audit log, oldest first. */
  audit(): unknown[] {
    const db = new Database(this.database, { readonly: true })
    try {
      return db.prepare('SELECT actor, action, object, allowed FROM audit ORDER BY number').all()
    } finally {
      db.close()
    }
  }

  /** Everything that the app wrote: its log and its files, byte by byte. */
  async traces(): Promise<string> {
    const files = await readdir(this.#folder)
    const bytes = await Promise.all(files.map((file) => readFile(join(this.#folder, file), 'latin1')))
    return [...this.logLines, ...bytes].join('\n')
  }

  async close(): Promise<void> {
    await this.stopApp()
    await this.slack.stop()
    await rm(this.#folder, { recursive: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
