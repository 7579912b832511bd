import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newFolder } from '../reliability/scratch.ts'

export type Manner = 'drip' | 'huge' | 'goroutines'

/** A dockerd of its own kind, in a process of its own. Never the machine's. */
export class Daemon {
  readonly socket: string
  /** Requests for the same path that were open at the same time. */
  mostAtOnce = 0
  readonly #processes: ChildProcess[] = []

  private constructor(socket: string) {
    this.socket = socket
  }

  /** Answers well. */
  static async start(): Promise<Daemon> {
    const daemon = new Daemon(join(newFolder(), 'docker.sock'))
    const process = daemon.#fork('./stubborn-daemon.mjs', [daemon.socket])
    await once(process, 'message')
    process.on('message', ({ open }: { open: number }) => {
      daemon.mostAtOnce = Math.max(daemon.mostAtOnce, open)
    })
    return daemon
  }

  turn(manner: Manner): void {
    this.#processes[0]?.send(manner)
  }

  /** From now on the kernel takes its connections, and nobody answers. */
  stop(): void {
    this.#processes[0]?.kill('SIGSTOP')
  }

  /** Nor are there places for connections left. */
  async fillQueue(): Promise<void> {
    await once(this.#fork('./fill-queue.mjs', [this.socket]), 'message')
  }

  async end(): Promise<void> {
    for (const process of this.#processes) {
      process.kill('SIGKILL')
      if (process.exitCode === null && process.signalCode === null) await once(process, 'exit')
    }
  }

  #fork(script: string, words: readonly string[]): ChildProcess {
    const process = fork(fileURLToPath(new URL(script, import.meta.url)), words)
    this.#processes.push(process)
    return process
  }
}
