import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { start } from '../processes.ts'
import { until } from '../wait.ts'

const LIMIT = 64

/** A process with as many open files as it may have. */
export const filesUsedUp: Fault = {
  name: 'files-used-up',
  case: 'fd-limit',
  async make(_node, undo) {
    const holder = start('bash', ['-c', OPEN, 'bash', String(LIMIT)], join(SCRATCH, 'files.log'))
    undo.add('end it', () => {
      holder.signal('SIGKILL')
      return holder.end()
    })
    const error = await until('its error', () => /too many open files/i.test(holder.log()) && holder.log())
    // The shell may hold a file from before the limit was lowered.
    const open = readdirSync(`/proc/${holder.pid}/fd`).length
    return { error, proof: { fact: 'process-files', fields: { pid: holder.pid, open, limit: LIMIT } } }
  },
}

/** Nothing is started at the end: a program could not even load its libraries. */
const OPEN = `
ulimit -n "$1"; i=3; while [ $i -lt "$1" ]; do eval "exec $i</etc/hostname"; i=$((i+1)); done
exec {fd}</etc/hostname; kill -STOP $$`
