#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { EXIT, type Io, processIo } from './cli/io/io.ts'
import type { Verb } from './cli/io/verb.ts'
import { readConfig } from './config.ts'
import { loadFolder } from './folder.ts'
import { KnownError } from './model/known-error.ts'

/** Runs one command line and returns the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const verbs = await loadFolder<Verb>(new URL('./cli/', import.meta.url), args[0])
  const program = new Command('casebook')
    .description('Answers a pasted error of a Kubernetes node with the documented case.')
    .exitOverride()
    .configureOutput({ writeOut: io.write, writeErr: io.warn })
    .showSuggestionAfterError()
  let code: number = EXIT.done
  for (const verb of verbs.values()) {
    const command = verb(io, (result) => {
      code = result
    })
    program.addCommand(command.exitOverride().configureOutput({ writeOut: io.write, writeErr: io.warn }))
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return exitCodeOf(error, io)
  }
}

function exitCodeOf(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput
  if (error instanceof KnownError) {
    io.warn(`casebook: ${error.message}\n`)
    return EXIT.badInput
  }
  io.warn(
    `casebook: this is a fault of Casebook, please report it: ${error instanceof Error ? error.stack : String(error)}\n`,
  )
  return EXIT.fault
}

if (isProgram()) {
  process.exitCode = await main(process.argv.slice(2), processIo(readConfig()))
}

/** Run as a program, also through the link that npm makes for the bin; not when a test imports it. */
function isProgram(): boolean {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
}
