import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import type { Slack } from '../../test/slack-double/slack.ts'

export interface AppSettings {
  readonly slack: Slack
  /** Where `compileProduction` or `sabotage` put the program. */
  readonly program: string
  /** For the log and the configuration; each app has its own. */
  readonly folder: string
  /** For the database; the same one unless told otherwise. */
  readonly dataFolder?: string
  /** More lines of the configuration file. */
  readonly config?: readonly string[]
  /** Where Slack's requests arrive; without, the app opens sockets. */
  readonly port?: number
}

const WATCH = fileURLToPath(new URL('./event-loop-watch.mjs', import.meta.url))
const LONGEST_START_MS = 60_000
const LONGEST_STOP_MS = 60_000
const LOOK_EVERY_MS = 5
const LOOK_AT_DATABASE_EVERY_MS = 100
const UNFINISHED = `SELECT 1 FROM outgoing WHERE state <> 'sent' UNION ALL SELECT 1 FROM delivery WHERE done = 0`

const running = new Set<ChildProcess>()

/** Ends what a measurement that broke left behind. */
export function killApps(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** The production app as a process of its own, which can be killed and started again on the same database. */
export class AppProcess {
  readonly #settings: AppSettings
  #child: ChildProcess | undefined

  constructor(settings: AppSettings) {
    this.#settings = settings
    const { port, config = [] } = settings
    const transport = port === undefined ? ['transport: socket'] : ['transport: http', `port: ${port}`]
    const lines = [`database: ${this.database}`, 'health_port: 0', ...transport, ...config]
    writeFileSync(this.#path('config.yml'), lines.join('\n'))
  }

  get database(): string {
    return join(this.#settings.dataFolder ?? this.#settings.folder, 'casebook.db')
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }

  /** Everything that the app wrote to its outputs, over all starts. */
  get log(): string {
    return readFileSync(this.#path('log'), 'utf8')
  }

  /** How long the event loop stood still at most while the app was up. */
  get longestPauseMs(): number {
    return Math.round(Math.max(0, ...readFileSync(this.#path('pauses'), 'utf8').trim().split('\n').map(Number)))
  }

  get residentBytes(): number {
    const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#child?.pid}/status`, 'utf8')) ?? []
    return Number(kibibytes) * 1024
  }

  /** Resolves when Slack can reach it. */
  async start(): Promise<void> {
    const { program } = this.#settings
    const output = openSync(this.#path('log'), 'a')
    const command = ['--import', WATCH, join(program, 'dist/main.js'), 'slack', '--config', this.#path('config.yml')]
    this.#child = spawn(process.execPath, command, { stdio: ['ignore', output, output], env: this.#environment() })
    closeSync(output)
    this.#note(this.#child)
    const end = performance.now() + LONGEST_START_MS
    while (!(await this.#isReachable())) {
      if (!this.isRunning || performance.now() > end)
        throw new Error(`the app does not start:\n${this.log.slice(-3000)}`)
      await sleep(LOOK_EVERY_MS)
    }
    writeFileSync(this.#path('pauses'), '0\n')
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Asks it to end, and kills it after the limit. Resolves with the milliseconds that it took. */
  async stop(limitMs = LONGEST_STOP_MS): Promise<number> {
    const started = performance.now()
    const timer = setTimeout(() => this.#child?.kill('SIGKILL'), limitMs)
    await this.#end('SIGTERM').finally(() => clearTimeout(timer))
    return Math.round(performance.now() - started)
  }

  /** Resolves when nothing waits to be worked off or sent, or after the time limit. */
  async untilDone(limitMs: number): Promise<boolean> {
    const end = performance.now() + limitMs
    while (this.unfinished > 0) {
      if (performance.now() > end) return false
      await sleep(LOOK_AT_DATABASE_EVERY_MS)
    }
    return true
  }

  /** How many events are not worked off, and how many answers not sent. */
  get unfinished(): number {
    return this.read(UNFINISHED).length
  }

  /** Rows of the database, of a living or a dead app. */
  read<Row>(sql: string): Row[] {
    const db = new Database(this.database)
    try {
      return db.prepare<[], Row>(sql).all()
    } finally {
      db.close()
    }
  }

  #note(child: ChildProcess): void {
    running.add(child)
    child.once('exit', () => running.delete(child))
  }

  /** Also waits for Slack to see it. */
  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#child && this.isRunning) {
      const exited = once(this.#child, 'exit')
      this.#child.kill(signal)
      await exited
    }
    while (this.#settings.slack.sockets > 0) await sleep(LOOK_EVERY_MS)
  }

  async #isReachable(): Promise<boolean> {
    const { slack, port } = this.#settings
    if (port === undefined) return slack.sockets >= 2
    return slack.connectHttp(`http://127.0.0.1:${port}/slack/events`).then(
      () => true,
      () => false,
    )
  }

  #environment(): NodeJS.ProcessEnv {
    const { slack } = this.#settings
    return {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_FILES_URL: slack.filesUrl,
      CASEBOOK_BENCH_PAUSES: this.#path('pauses'),
    }
  }

  #path(name: string): string {
    return join(this.#settings.folder, name)
  }
}
