import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** Restores a backup and kills itself before the given change of the file system. */
const [, , backup = '', database = '', killAt = ''] = process.argv
const CHANGES = ['chmodSync', 'copyFileSync', 'fsyncSync', 'linkSync', 'renameSync', 'rmSync'] as const
let changes = 0
for (const name of CHANGES) fs[name] = killingBefore(fs[name] as (...given: unknown[]) => unknown) as never
syncBuiltinESMExports()
const { restore } = await import('../../../src/store/sqlite/restore.ts')
restore(backup, database, Date.parse('2026-11-21T12:00:00Z'))

function killingBefore(change: (...given: unknown[]) => unknown) {
  return (...given: unknown[]): unknown => {
    if (++changes === Number(killAt)) process.kill(process.pid, 'SIGKILL')
    return change(...given)
  }
}
