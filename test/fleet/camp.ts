import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Limits } from '../../src/fleet/limits.ts'
import { type RunningFleet, startFleet } from '../../src/fleet/server.ts'
import type { FleetSettings } from '../../src/fleet/settings.ts'
import type { Store } from '../../src/model/store.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { type Authority, makeAuthority } from './certificates.ts'
import { type Dialling, enroll, FakeAgent, HELLO } from './fake-agent.ts'
import { APP_TOKEN, FakeKubernetes, type FakeToken } from './fake-kubernetes.ts'
import { KINDS } from './kinds.ts'

export const AGENT_TOKEN: FakeToken = { audiences: ['casebook-agent'], account: 'casebook:casebook-agent' }

/** The production fleet with a store, an authority and an API server of its own. */
export class Camp {
  readonly authority: Authority
  readonly kubernetes: FakeKubernetes
  readonly store: Store
  readonly folder: string
  /** What the fleet told its log. */
  readonly log: { readonly level: string; readonly fields: Record<string, unknown>; readonly message: string }[] = []
  /** Milliseconds that the app's clock is ahead. */
  aheadMs = 0
  readonly #agents: FakeAgent[] = []
  readonly #limits: Partial<Limits>
  readonly #settings: FleetSettings
  #fleet: RunningFleet | undefined
  #tokens = 0

  private constructor(parts: {
    authority: Authority
    kubernetes: FakeKubernetes
    folder: string
    limits: Partial<Limits>
    settings: Partial<FleetSettings>
  }) {
    const { authority, kubernetes, folder, limits, settings } = parts
    this.authority = authority
    this.kubernetes = kubernetes
    this.folder = folder
    this.store = openSqliteStore(join(folder, 'casebook.db'))
    this.#limits = limits
    this.#settings = {
      port: 0,
      address: '127.0.0.1',
      tls: { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') },
      kubernetes: {
        api: kubernetes.url,
        tokenFile: join(folder, 'token'),
        caFile: join(folder, 'ca.crt'),
        serviceAccounts: ['casebook/casebook-agent'],
      },
      enrolment: true,
      ...settings,
    }
  }

  static async open(limits: Partial<Limits> = {}, settings: Partial<FleetSettings> = {}): Promise<Camp> {
    const authority = makeAuthority()
    const folder = await mkdtemp(join(tmpdir(), 'casebook-fleet-'))
    const { cert, key } = authority.issue(['127.0.0.1', 'localhost', 'casebook.casebook.svc'])
    await writeFile(join(folder, 'tls.crt'), cert)
    await writeFile(join(folder, 'tls.key'), key)
    await writeFile(join(folder, 'ca.crt'), authority.cert)
    await writeFile(join(folder, 'token'), `${APP_TOKEN}\n`)
    const kubernetes = await FakeKubernetes.start(authority)
    const camp = new Camp({ authority, kubernetes, folder, limits, settings })
    await camp.start().catch(async (error: unknown) => {
      await camp.close()
      throw error
    })
    return camp
  }

  async start(): Promise<void> {
    const note = (level: string) => (fields: object, message: string) => {
      this.log.push({ level, fields: fields as Record<string, unknown>, message })
    }
    this.#fleet = await startFleet({
      settings: this.#settings,
      kinds: KINDS,
      store: this.store,
      log: { info: note('info'), warn: note('warn') },
      now: () => Date.now() + this.aheadMs,
      limits: { farewellMs: 100, ...this.#limits },
    })
  }

  get settings(): FleetSettings {
    return this.#settings
  }

  get fleet(): RunningFleet {
    if (!this.#fleet) throw new Error('the fleet is stopped')
    return this.#fleet
  }

  /** How to dial with a credential. */
  with(credential: string | undefined): Dialling {
    return { port: this.fleet.port, ca: this.authority.cert, credential }
  }

  /** A token that the API server knows. */
  token(token: Partial<FakeToken> & { node?: string }): string {
    const text = `header.agent-${++this.#tokens}.signature`
    this.kubernetes.tokens.set(text, { ...AGENT_TOKEN, ...token })
    return text
  }

  /** The agent of a Kubernetes node, connected. */
  async agent(node: string, hello: object = HELLO): Promise<FakeAgent> {
    return this.keep(await FakeAgent.connect(this.with(this.token({ node })), hello))
  }

  /** The key of a host, enrolled. */
  async hostKey(node: string, labels: Record<string, string> = {}): Promise<string> {
    const invitation = await this.fleet.enrolment.invite(node, labels, Date.now() + 60_000)
    return (await enroll(this.with(invitation))).key
  }

  keep(agent: FakeAgent): FakeAgent {
    this.#agents.push(agent)
    return agent
  }

  /** The audit log, oldest first: `actor action object`. */
  audit(): string[] {
    const db = new Database(join(this.folder, 'casebook.db'), { readonly: true })
    try {
      return db
        .prepare(`SELECT actor || ' ' || action || ' ' || object FROM audit ORDER BY number`)
        .pluck()
        .all() as string[]
    } finally {
      db.close()
    }
  }

  async stop(): Promise<void> {
    await this.#fleet?.stop()
    this.#fleet = undefined
  }

  async close(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.leave()))
    await this.stop()
    await this.kubernetes.stop()
    await this.store.close()
    await rm(this.folder, { recursive: true })
  }
}
