import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { KnownError } from '../../model/known-error.ts'
import type { Described, Errand, Reply, Request } from './exchange.ts'

/** What became of one request. `busy`: long past its deadline it was still computing. */
export type Ending =
  | { readonly state: 'replied'; readonly reply: Reply }
  | { readonly state: 'hung' | 'busy' }
  | { readonly state: 'ended'; readonly says: string }

const HEAP_MEBIBYTES = 64
const MOST_EXTENSIONS = 3
/** Sources are compiled first. */
const LONGEST_START_MS = import.meta.url.endsWith('.ts') ? 60_000 : 8000
/** As this file is: compiled, or TypeScript that tsx reads. */
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const ENTRY = fileURLToPath(new URL(`./entry.${EXTENSION}`, import.meta.url))
const PACKAGE = fileURLToPath(new URL('../../..', import.meta.url))

/** One process in which probes look, seen from the supervisor. It can be given up at any time, also when it cannot be killed. */
export class ProbeChild {
  readonly #process: ChildProcess
  #probes: readonly Described[] = []
  #ended: string | undefined
  #onEnding: ((ending: Ending) => void) | undefined

  private constructor(errand: Errand) {
    this.#process = fork(ENTRY, [JSON.stringify(errand)], {
      cwd: PACKAGE,
      // No environment: there is nothing in it that a probe may use. One thread for `fs/promises` is enough for one question at a time.
      env: { UV_THREADPOOL_SIZE: '1' },
      execArgv: [
        ...(EXTENSION === 'ts' ? ['--import', 'tsx'] : []),
        `--max-old-space-size=${HEAP_MEBIBYTES}`,
        '--max-semi-space-size=1',
        '--v8-pool-size=0',
        '--optimize-for-size',
        '--expose-gc',
      ],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#process.on('message', (reply: Reply) => this.#finish({ state: 'replied', reply }))
    this.#process.on('error', (error) => this.#end(error.message))
    this.#process.on('exit', (code, signal) => this.#end(`its process ended (${signal ?? `exit code ${code}`})`))
  }

  /** Resolves when the child has loaded everything; as with a question, one that waits for a processor gets more time. Rejects with a KnownError `no-probe-child`. */
  static async start(errand: Errand): Promise<ProbeChild> {
    const child = new ProbeChild(errand)
    const first = await child.#listen(LONGEST_START_MS, MOST_EXTENSIONS)
    if (first.state === 'replied' && first.reply.type === 'ready') {
      child.#probes = first.reply.probes
      return child
    }
    child.abandon()
    throw new KnownError('no-probe-child', `a probe child did not start: ${whyNotReady(first)}`)
  }

  get probes(): readonly Described[] {
    return this.#probes
  }

  /**
   * One request at a time. Past the deadline the caller has to `abandon` the child. One that runs, or waits for a
   * processor, has not hung: the node is slow, and the child gets more time, a few times over.
   */
  ask(request: Request, deadlineMs: number): Promise<Ending> {
    if (this.#ended !== undefined) return Promise.resolve({ state: 'ended', says: this.#ended })
    const ending = this.#listen(deadlineMs, MOST_EXTENSIONS)
    this.#process.send(request, (error) => error && this.#finish({ state: 'ended', says: error.message }))
    return ending
  }

  /** Kills it and waits for nothing: a process in a call that never returns stays until the call does. */
  abandon(): void {
    this.#process.kill('SIGKILL')
    this.#process.unref()
    this.#process.channel?.unref()
    if (this.#process.connected) this.#process.disconnect()
  }

  /** Called once, when the process is gone. */
  onExit(listener: () => void): void {
    if (this.#ended !== undefined) listener()
    else this.#process.once('exit', listener)
  }

  exitsWithin(limitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), limitMs)
      this.onExit(() => {
        clearTimeout(timer)
        resolve(true)
      })
    })
  }

  #listen(limitMs: number, extensions = 0): Promise<Ending> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout
      const finish = (ending: Ending): void => {
        clearTimeout(timer)
        this.#onEnding = undefined
        resolve(ending)
      }
      const judge = (left: number): void => {
        if (this.#onEnding !== finish) return
        const state = this.#isAtWork() ? 'busy' : 'hung'
        if (state === 'busy' && left > 0) wait(left - 1)
        else finish({ state })
      }
      // An answer may lie unread when the timer comes first on a busy node: it is read before the child is judged.
      const wait = (left: number): void => {
        timer = setTimeout(() => setImmediate(judge, left), limitMs)
      }
      this.#onEnding = finish
      wait(extensions)
    })
  }

  #end(says: string): void {
    this.#ended ??= says
    this.#finish({ state: 'ended', says })
  }

  #finish(ending: Ending): void {
    this.#onEnding?.(ending)
  }

  /** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
  #isAtWork(): boolean {
    try {
      const stat = readFileSync(`/proc/${this.#process.pid}/stat`, 'latin1')
      return stat[stat.lastIndexOf(')') + 2] === 'R'
    } catch {
      return false
    }
  }
}

function whyNotReady(ending: Ending): string {
  if (ending.state === 'ended') return `${ending.says}; does the node have processes (pids) and memory left?`
  if (ending.state === 'replied') return ending.reply.type === 'failed' ? ending.reply.says : 'it answered out of turn'
  return `it said nothing for ${LONGEST_START_MS} ms; does the node have processes (pids) and memory left?`
}
