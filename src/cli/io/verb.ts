import type { Command } from 'commander'
import type { Io } from './io.ts'

/** A verb of the command line: one file of `src/cli`, found by its folder. It says its exit code when that is not 0. */
export type Verb = (io: Io, exit: (code: number) => void) => Command
