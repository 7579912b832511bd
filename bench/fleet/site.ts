import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Limits } from '../../src/fleet/limits.ts'
import { type Authority, makeAuthority } from '../../test/fleet/certificates.ts'
import { APP_TOKEN, type FakeToken } from '../../test/fleet/fake-kubernetes.ts'
import { compileProduction, type Sabotage, sabotage } from '../reliability/production.ts'
import { newFolderInMemory } from '../reliability/scratch.ts'
import { Child } from './child.ts'
import { tokensUpTo } from './token.ts'

/** As `npm start` starts the app. */
const APP_FLAGS = ['--max-semi-space-size=4']

export interface SiteOptions {
  readonly tokens: number
  readonly moreTokens?: readonly (readonly [string, FakeToken])[]
  /** What is taken out of the app. */
  readonly without?: readonly Sabotage[]
  readonly limits?: Partial<Limits>
}

/** An app, a cluster and two processes full of agents, which share two cores with each other and with what measures them. */
export class Site {
  readonly agents: readonly [Child, Child]
  readonly #authority: Authority = makeAuthority()
  readonly #folder = newFolderInMemory()
  readonly #options: SiteOptions
  #cluster: Child | undefined
  #app: Child | undefined
  #ports = { agents: 0, slack: 0 }

  private constructor(options: SiteOptions) {
    this.#options = options
    this.agents = [new Child('child-agents.ts', {}), new Child('child-agents.ts', {})]
  }

  static async open(options: SiteOptions): Promise<Site> {
    const site = new Site(options)
    const { cert, key } = site.#authority.issue(['127.0.0.1'])
    const tokens = [...tokensUpTo(options.tokens), ...(options.moreTokens ?? [])]
    site.#cluster = new Child('child-cluster.ts', { cert, key })
    await site.#cluster.call('learn', tokens)
    const files = { 'tls.crt': cert, 'tls.key': key, 'ca.crt': site.#authority.cert, token: APP_TOKEN }
    for (const [name, text] of Object.entries(files)) await writeFile(join(site.#folder, name), text)
    await site.startApp()
    return site
  }

  get app(): Child {
    if (!this.#app) throw new Error('the app does not run')
    return this.#app
  }

  /** How agents dial. */
  get where() {
    return { port: this.#ports.agents, ca: this.#authority.cert }
  }

  get slackPort(): number {
    return this.#ports.slack
  }

  /** At the port that it had before, if it ran before. */
  async startApp(): Promise<void> {
    const { without, limits = {} } = this.#options
    const path = (name: string): string => join(this.#folder, name)
    const argument = {
      program: without ? sabotage(without) : compileProduction(),
      folder: this.#folder,
      limits,
      settings: {
        port: this.#ports.agents,
        address: '127.0.0.1',
        tls: { cert: path('tls.crt'), key: path('tls.key') },
        enrolment: false,
        kubernetes: {
          api: await this.#cluster?.call('url'),
          tokenFile: path('token'),
          caFile: path('ca.crt'),
          serviceAccounts: ['casebook/casebook-agent'],
        },
      },
    }
    this.#app = new Child('child-app.mjs', argument, APP_FLAGS)
    this.#ports = await this.#app.call('ports')
  }

  /** Half of them in each process; `hungShare` of them never answer. */
  async connect(count: number, hungShare = 0, compress = false): Promise<void> {
    const half = Math.ceil(count / 2)
    const [first, second] = this.agents
    await Promise.all([
      first.call('connect', this.where, 0, half, Math.round(half * hungShare), compress),
      second.call('connect', this.where, half, count, Math.round((count - half) * hungShare), compress),
    ])
  }

  async close(): Promise<void> {
    await Promise.all([...this.agents, this.#app, this.#cluster].map((child) => child?.kill()))
  }
}
