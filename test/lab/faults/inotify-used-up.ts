import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { kernelNumber } from '../lab-node.ts'
import { SCRATCH } from '../own-machine.ts'
import { run, start } from '../processes.ts'
import { until } from '../wait.ts'

/** A user whom nobody else is. */
const UID = 64_123
const AS_USER = ['--reuid', String(UID), '--regid', String(UID), '--clear-groups']

/** As many `tail -f` of one user as there may be inotify instances; the limit of every other user is untouched. */
export const inotifyUsedUp: Fault = {
  name: 'inotify-used-up',
  case: 'inotify-watches',
  async make(_node, undo) {
    const limit = kernelNumber('/proc/sys/fs/inotify/max_user_instances')
    const log = '/tmp/followed.log'
    writeFileSync(log, '')
    const tails = Array.from({ length: limit }, () =>
      start('setpriv', [...AS_USER, 'tail', '-f', log], join(SCRATCH, 'tails.log')),
    )
    for (const tail of tails) undo.add('end a tail', () => tail.end())
    const error = await until('the error of tail', async () => {
      const { output } = await run('setpriv', [...AS_USER, 'tail', '-f', log], { timeoutMs: 2_000 })
      return output.includes('Too many open files') && output
    })
    return { error, proof: { fact: 'inotify-user', fields: { uid: UID, instances: limit, maxInstances: limit } } }
  },
}
