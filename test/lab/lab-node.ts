import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Casebook, openCasebook } from '../../src/casebook.ts'
import { type RunningFleet, startFleet } from '../../src/fleet/server.ts'
import { askableMatches } from '../../src/investigation/askable.ts'
import { gapsIn } from '../../src/investigation/measured.ts'
import { kindsToMeasure, probesYielding } from '../../src/investigation/remaining.ts'
import type { Answer } from '../../src/model/answer.ts'
import type { NodeAnswer } from '../../src/model/fleet.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { makeAuthority } from '../fleet/certificates.ts'
import { enter } from './cgroups.ts'
import { CONTAINERD_SOCKET, DOCKER_SOCKET, type Docker, startDocker } from './docker.ts'
import { mount, mountImage, SCRATCH } from './own-machine.ts'
import { must, start } from './processes.ts'
import type { Undo } from './undo.ts'
import { until } from './wait.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The disk that the agent itself lives on: program, key and temporary files. */
export const AGENT_DISK = join(SCRATCH, 'agent')
const INODES_OF_AGENT_DISK = 6_000
/** An agent does not look again within five seconds of its last look (`FRESH_MS` in src/agent/question-desk.ts). */
const FRESH_MS = 5_200
/** As a question in a thread has it (`NODE_DEADLINE_MS` in src/slack/probing/asker.ts). */
const DEADLINE_MS = 20_000
/** An agent leaves whoever asks more than a few questions a second (`MOST_QUESTIONS_A_SECOND` in src/agent/connection/link.ts). */
const BETWEEN_QUESTIONS_MS = 400
const DAY_MS = 86_400_000

export interface Said {
  readonly answer: Answer
  readonly node: NodeAnswer | undefined
}

/** A node with docker and the real agent, and the app that its agent is connected to. */
export class LabNode {
  readonly docker: Docker
  /** Above the cgroups of its containers. */
  readonly cgroup: string
  readonly #casebook: Casebook
  readonly #fleet: RunningFleet
  #freshUntil = 0

  private constructor(casebook: Casebook, fleet: RunningFleet, docker: Docker, cgroup: string) {
    this.cgroup = cgroup
    this.#casebook = casebook
    this.#fleet = fleet
    this.docker = docker
  }

  static async start(cgroup: string, undo: Undo): Promise<LabNode> {
    await makeAgentDisk()
    const [casebook, docker] = await Promise.all([openCasebook(join(ROOT, 'knowledge')), startDocker(cgroup, undo)])
    const fleet = await openFleet(casebook.kinds, undo)
    const node = new LabNode(casebook, fleet, docker, cgroup)
    await node.connect('lab', {}, undo)
    return node
  }

  /**
   * Enrols a host and starts its agent: the compiled program, as a process of its own. It has a share of the processors,
   * as a pod has: its priority is the lowest there is, and counts only among what it starts itself.
   */
  async connect(name: string, settings: Record<string, string>, undo: Undo): Promise<void> {
    const key = join(AGENT_DISK, `${name}.key`)
    const ca = join(SCRATCH, 'ca.crt')
    const invitation = await this.#fleet.enrolment.invite(name, {}, Date.now() + DAY_MS)
    const app = `127.0.0.1:${this.#fleet.port}`
    const enroll = [join(AGENT_DISK, 'dist/main.js'), 'enroll', '--at', `https://${app}`, '--ca', ca, '--to', key]
    await must(process.execPath, enroll, { input: invitation })
    const program = [process.execPath, join(AGENT_DISK, 'dist/agent/main.js')]
    const [command = '', ...args] = enter('cpu', `${this.cgroup}/agent-${name}`, program)
    const agent = start(command, args, join(SCRATCH, `${name}.log`), {
      cwd: AGENT_DISK,
      env: {
        TMPDIR: join(AGENT_DISK, 'tmp'),
        CASEBOOK_AGENT_URL: `wss://${app}`,
        CASEBOOK_AGENT_CA_FILE: ca,
        CASEBOOK_AGENT_KEY_FILE: key,
        CASEBOOK_AGENT_DOCKER_SOCKET: DOCKER_SOCKET,
        CASEBOOK_AGENT_CRI_SOCKET: CONTAINERD_SOCKET,
        ...settings,
      },
    })
    undo.add(`end the agent ${name}`, () => agent.end())
    await until(`the agent ${name}`, () => {
      if (agent.hasEnded()) throw new Error(`the agent ended: ${agent.log()}`)
      return this.#fleet.agentOf(name)
    })
  }

  /** What a question in a thread does: match, ask for what the candidates need, match again with it. */
  async ask(paste: string, agent = 'lab'): Promise<Said> {
    const { kinds, matcher, redact } = this.#casebook
    const { text } = await redact(paste)
    const first = matcher.match(text)
    const known = this.#fleet.agentOf(agent)?.probes ?? []
    const probes = probesYielding(kindsToMeasure(askableMatches(first.matches), kinds), known)
    if (probes.length === 0) return { answer: first, node: undefined }
    const ids = probes.map(({ id }) => id)
    await sleep(BETWEEN_QUESTIONS_MS)
    const node = await this.#fleet.ask(agent, ids, { deadlineMs: DEADLINE_MS })
    this.#freshUntil = performance.now() + FRESH_MS
    const gaps = gapsIn({ cut: [], ...node }, probes)
    return { answer: matcher.match(text, node.facts, gaps), node }
  }

  /** Asks one probe, whatever the candidates need. */
  probe(id: string, agent = 'lab'): Promise<NodeAnswer> {
    return this.#fleet.ask(agent, [id], { deadlineMs: DEADLINE_MS })
  }

  /** Waits until the agent looks anew. */
  async forget(): Promise<void> {
    await sleep(Math.max(0, this.#freshUntil - performance.now()))
  }
}

async function makeAgentDisk(): Promise<void> {
  await mountImage('agent', '64M', AGENT_DISK, ['-N', String(INODES_OF_AGENT_DISK)])
  for (const folder of ['tmp', 'node_modules', 'knowledge', 'migrations']) mkdirSync(join(AGENT_DISK, folder))
  for (const folder of ['node_modules', 'knowledge', 'migrations'])
    await mount('--bind', join(ROOT, folder), join(AGENT_DISK, folder))
  cpSync(join(ROOT, 'package.json'), join(AGENT_DISK, 'package.json'))
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  const project = ['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(AGENT_DISK, 'dist')]
  await must(process.execPath, [compiler, ...project]).catch(onlyIfNothingCame)
}

/** The compiler also writes what has a mistake in it. */
function onlyIfNothingCame(error: unknown): void {
  if (!existsSync(join(AGENT_DISK, 'dist/agent/main.js'))) throw error
}

/** The app's end, with a certificate that is made now. */
async function openFleet(kinds: Casebook['kinds'], undo: Undo): Promise<RunningFleet> {
  const authority = makeAuthority('casebook lab authority')
  const { cert, key } = authority.issue(['127.0.0.1'])
  const tls = { cert: join(SCRATCH, 'tls.crt'), key: join(SCRATCH, 'tls.key') }
  writeFileSync(join(SCRATCH, 'ca.crt'), authority.cert)
  writeFileSync(tls.cert, cert)
  writeFileSync(tls.key, key)
  const store = openSqliteStore(join(SCRATCH, 'casebook.db'))
  undo.add('close the store', () => store.close())
  const fleet = await startFleet({
    settings: { port: 0, address: '127.0.0.1', tls, kubernetes: undefined, enrolment: true },
    kinds,
    store,
    log: { info: () => {}, warn: () => {} },
    now: Date.now,
  })
  undo.add('stop the app', () => fleet.stop())
  return fleet
}

/** The kernel's own number. */
export function kernelNumber(path: string): number {
  return Number(readFileSync(path, 'utf8').trim())
}
