import type { Config } from '../../config.ts'

/** What a verb may touch of the world around it. */
export interface Io {
  readonly config: Config
  readonly input: AsyncIterable<Buffer>
  readonly inputIsTerminal: boolean
  readonly write: (text: string) => void
  readonly warn: (text: string) => void
  /** Columns of the terminal, 80 when there is none. */
  readonly width: number
  readonly color: boolean
  /** Someone is looking: progress may be shown on standard error. */
  readonly watched: boolean
}

/** Exit codes, documented in the README. */
export const EXIT = { done: 0, negative: 1, badInput: 2, fault: 70 } as const

export function processIo(config: Config): Io {
  process.stdout.on('error', endQuietly)
  return {
    config,
    input: process.stdin,
    inputIsTerminal: process.stdin.isTTY === true,
    write: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    width: process.stdout.columns ?? 80,
    color: config.color ?? process.stdout.isTTY === true,
    watched: process.stderr.isTTY === true,
  }
}

/** A reader that goes away (`casebook list | head`) is no error. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(EXIT.done)
}
