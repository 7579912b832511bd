import { Readable } from 'node:stream'
import type { Io } from '../../src/cli/io/io.ts'
import { readConfig } from '../../src/config.ts'
import { main } from '../../src/main.ts'

export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process, as a person without a terminal would. */
export async function runMain(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
  more: Partial<Io> = {},
): Promise<Run> {
  let out = ''
  let err = ''
  const io: Io = {
    config: readConfig(environment),
    input: Readable.from([Buffer.from(input)]),
    inputIsTerminal: false,
    write: (text) => {
      out += text
    },
    warn: (text) => {
      err += text
    },
    width: 80,
    color: false,
    watched: false,
    ...more,
  }
  return { code: await main(args, io), out, err }
}
