import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What each process is told. */
export interface ReplicaSettings {
  readonly program: string
  readonly database: string
  readonly slack: { readonly apiUrl: string; readonly token: string }
  /** A file with the time. */
  readonly clock: string
  readonly timeoutMs?: number
}

const SCRIPT = fileURLToPath(new URL('./child-replica.mjs', import.meta.url))
const LOOK_EVERY_MS = 5
const running = new Set<ChildProcess>()

/** Ends what a measurement that broke left behind. */
export function killReplicas(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** Processes on one database of which one works and the others wait to take its place. */
export class Replicas {
  readonly #settings: ReplicaSettings
  readonly #children: ChildProcess[] = []
  readonly #holders = new Set<ChildProcess>()
  #halted = false

  constructor(settings: ReplicaSettings, count: number) {
    this.#settings = settings
    for (let i = 0; i < count; i++) this.#start()
  }

  /** How many have worked on the file at the same time at most. */
  mostHolders = 0

  /** Resolves when one works on the file. */
  async held(): Promise<void> {
    await this.#holder()
  }

  /** kill -9 to one that works on the file; another process is started in its place. */
  async killHolder(): Promise<void> {
    const holder = await this.#holder()
    if (!holder) return
    const exited = once(holder, 'exit')
    holder.kill('SIGKILL')
    await exited
    this.#start()
  }

  /** Stops one that works on the file for so long, as a host does that swaps, and lets it go on. Meanwhile another process is replaced. */
  async freezeHolder(forMs: number): Promise<void> {
    const holder = await this.#holder()
    if (!holder) return
    holder.kill('SIGSTOP')
    this.#children.find((child) => child !== holder && isAlive(child))?.kill('SIGKILL')
    this.#start()
    await sleep(forMs)
    holder.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    this.#halted = true
    const ends = this.#children.filter(isAlive).map((child) => {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      return exited
    })
    await Promise.all(ends)
  }

  #start(): void {
    const { PATH } = process.env
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
    const child = fork(SCRIPT, [JSON.stringify(this.#settings)], { execArgv: [], stdio: [...stdio], env: { PATH } })
    running.add(child)
    this.#children.push(child)
    child.once('message', () => {
      this.#holders.add(child)
      this.mostHolders = Math.max(this.mostHolders, this.#holders.size)
    })
    child.once('exit', () => {
      running.delete(child)
      this.#holders.delete(child)
    })
  }

  async #holder(): Promise<ChildProcess | undefined> {
    while (this.#holders.size === 0 && !this.#halted) await sleep(LOOK_EVERY_MS)
    return [...this.#holders].find(isAlive)
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}
