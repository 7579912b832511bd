import { rmSync, writeFileSync } from 'node:fs'
import { KnownError } from '../model/known-error.ts'

/** Says that the agent is ready, to whoever looks for the file. One of an earlier life is taken away by `clearReady`. */
export function tellReady(file: string): void {
  try {
    writeFileSync(file, `${process.pid}\n`)
  } catch (error) {
    throw new KnownError(
      'unwritable-file',
      `CASEBOOK_AGENT_READY_FILE: cannot write \`${file}\` (${(error as NodeJS.ErrnoException).code}); it belongs on a volume in memory`,
    )
  }
}

export function clearReady(file: string): void {
  rmSync(file, { force: true })
}
