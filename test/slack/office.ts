import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { openCasebook } from '../../src/casebook.ts'
import { type SlackApp, startSlackApp } from '../../src/slack/app.ts'
import { createLog } from '../../src/slack/log.ts'
import { readSlackConfig } from '../../src/slack/slack-config.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { fromManifest } from '../slack-double/installation.ts'
import { type Slack, type SlackOptions, startSlack } from '../slack-double/slack.ts'

const knowledge = fileURLToPath(new URL('../../knowledge', import.meta.url))
const casebook = await openCasebook(knowledge)

const manifest = fromManifest(parse(await readFile(new URL('../../app-manifest.yml', import.meta.url), 'utf8')))

export interface OfficeOptions extends SlackOptions {
  /** Lines of the configuration file. */
  readonly config?: string
}

/** A workspace with the production app in it, which differs from production in its addresses only. */
export class Office {
  readonly slack: Slack
  /** What the app wrote to its log. */
  readonly logLines: string[] = []
  readonly #folder: string
  readonly #options: OfficeOptions
  #app: SlackApp | undefined
  #ids = 0
  #offsetMs = 0

  private constructor(slack: Slack, folder: string, options: OfficeOptions) {
    this.slack = slack
    this.#folder = folder
    this.#options = options
  }

  static async open(options: OfficeOptions = {}): Promise<Office> {
    const office = new Office(
      await startSlack({ ...manifest, ...options }),
      await mkdtemp(join(tmpdir(), 'casebook-office-')),
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
    const yaml = [`database: ${this.database}`, 'health_port: 0', 'port: 0', this.#options.config ?? ''].join('\n')
    this.#app = await startSlackApp({
      config: readSlackConfig(environment, yaml),
      casebook,
      store: openSqliteStore(this.database),
      log: createLog('debug', (line) => this.logLines.push(line)),
      now: () => Date.now() + this.#offsetMs,
      newId: () => `id-${process.pid}-${++this.#ids}`,
    })
    const app = this.#app
    slack.alsoAwait(() => app.idle())
    await slack.connected(2)
  }

  async stopApp(): Promise<void> {
    const app = this.#app
    this.#app = undefined
    await app?.stop()
  }

  /** The app's clock goes on by this much. */
  passes(milliseconds: number): void {
    this.#offsetMs += milliseconds
  }

  async close(): Promise<void> {
    await this.stopApp()
    await this.slack.stop()
    await rm(this.#folder, { recursive: true })
  }
}
