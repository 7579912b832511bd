import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { NodeView } from '../../src/agent/node-view.ts'
import type { ProbeReport } from '../../src/model/probe.ts'
import { type Cgroup, moveInto } from './cgroup.ts'

export interface Seen {
  readonly reports: readonly ProbeReport[]
  /** Of each time. */
  readonly tookMs: readonly number[]
  readonly lost: number
}

export interface RunnerSettings {
  /** Where `compileProduction` or `sabotage` put the program. */
  readonly program: string
  readonly view?: Partial<NodeView>
  /** Joined before the first line runs. */
  readonly cgroup?: Cgroup
  readonly environment?: Record<string, string>
  /** A command that runs it somewhere else: `podCommand`. */
  readonly inside?: readonly string[]
}

const SCRIPT = fileURLToPath(new URL('./runner-process.mjs', import.meta.url))
/** As `src/agent/start.sh` starts the agent. */
export const AGENT_FLAGS = [
  '--max-old-space-size=64',
  '--max-semi-space-size=1',
  '--v8-pool-size=0',
  '--optimize-for-size',
]
const HERE: NodeView = {
  contained: false,
  proc: '/proc',
  sys: '/sys',
  anchors: [],
  remote: false,
  dockerSocket: undefined,
  criSocket: undefined,
  kubelet: undefined,
}

const running = new Set<ChildProcess>()

/** Ends what a measurement that broke left behind. */
export function killRunners(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** The agent's supervisor with its children, asked from outside. */
export class RunnerProcess {
  readonly #process: ChildProcess
  readonly #died: Promise<never>
  readonly probes: readonly string[]

  private constructor(process: ChildProcess, probes: readonly string[]) {
    this.#process = process
    this.probes = probes
    this.#died = once(process, 'exit').then(() => Promise.reject(new Error('the runner died')))
    this.#died.catch(() => {})
  }

  static async start({ program, view, cgroup, environment, inside = [] }: RunnerSettings): Promise<RunnerProcess> {
    const [command, ...words] = [...inside, process.execPath, ...AGENT_FLAGS]
    const child = fork(SCRIPT, [program, JSON.stringify({ ...HERE, ...view })], {
      ...(command && { execPath: command }),
      execArgv: words,
      env: { PATH: process.env.PATH ?? '', UV_THREADPOOL_SIZE: '1', ...environment },
    })
    running.add(child)
    child.once('exit', () => running.delete(child))
    if (cgroup && child.pid) moveInto(cgroup, [child.pid])
    const first = await Promise.race([once(child, 'message'), once(child, 'exit')])
    const { ready } = (first[0] ?? {}) as { ready?: string[] }
    if (!ready) throw new Error('the runner did not start')
    return new RunnerProcess(child, ready)
  }

  async look(ids: readonly string[], deadlineMs: number, times = 1): Promise<Seen> {
    const answer = new Promise<Seen>((resolve) => this.#process.once('message', resolve))
    this.#process.send({ ids, deadlineMs, times })
    return Promise.race([answer, this.#died])
  }

  /** The supervisor and its children. */
  get pids(): readonly number[] {
    const pid = this.#process.pid ?? 0
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    return [pid, ...children.filter((it) => it !== '').map(Number)]
  }

  /** Hangs up, which ends it wherever it runs. */
  async leave(): Promise<void> {
    this.#process.disconnect()
    await this.#died.catch(() => {})
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** How long it took to end. */
  async terminate(): Promise<number> {
    if (!this.isAlive) return 0
    const start = performance.now()
    this.#process.kill('SIGTERM')
    await this.#died.catch(() => {})
    return performance.now() - start
  }
}
