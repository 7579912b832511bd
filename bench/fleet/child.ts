import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

interface Reply {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

const running = new Set<Child>()

/** Ends what a measurement that broke left behind. */
export async function killChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill()))
}

/** A process of this folder's `child-*` scripts, which answers calls. */
export class Child {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #calls = 0

  /** `flags` are node's. */
  constructor(script: string, argument: object, flags: readonly string[] = []) {
    const path = fileURLToPath(new URL(`./${script}`, import.meta.url))
    const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : []
    this.#process = fork(path, [JSON.stringify(argument)], {
      execArgv: [...loader, ...flags],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH },
    })
    this.#process.on('message', (reply) => this.#settle(reply as Reply))
    this.#process.once('exit', (code, signal) => this.#fail(`${script} ended with ${code ?? signal}`))
    running.add(this)
  }

  async call<T>(name: string, ...args: readonly unknown[]): Promise<T> {
    const id = ++this.#calls
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    this.#process.send({ id, name, args })
    return (await answer) as T
  }

  async kill(): Promise<void> {
    running.delete(this)
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#process.kill('SIGKILL')
    await once(this.#process, 'exit')
  }

  #settle({ id, value, error }: Reply): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(error))
  }

  #fail(why: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(why))
    this.#waiting.clear()
  }
}
