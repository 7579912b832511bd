import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { failing, run, start } from '../processes.ts'
import { until } from '../wait.ts'

const MOUNT = '/tmp'

/** A process that has its working directory on what is to be unmounted. No probe tells: a person pastes who it is, as the case says. */
export const busyMount: Fault = {
  name: 'busy-mount',
  case: 'umount-target-busy',
  async make(_node, undo) {
    const user = start('sleep', ['1000'], join(SCRATCH, 'user.log'), { cwd: MOUNT })
    undo.add('end the user', () => user.end())
    const refusal = await failing('umount', [MOUNT])
    const users = await until('the user', async () => {
      const listed = await listUsers()
      return listed.includes(' sleep') && listed
    })
    return {
      error: `${refusal}\n${users}`,
      proof: {
        fact: 'busy-mount',
        fields: { path: MOUNT, users: 1, pid: user.pid, process: 'sleep' },
        from: 'paste',
      },
      errorLater: async () => `${refusal}\n${await listUsers()}`,
    }
  },
}

/** The table and the numbers in it are written to two streams. */
async function listUsers(): Promise<string> {
  return (await run('sh', ['-c', 'fuser -vm "$1" 2>&1', 'sh', MOUNT])).output
}
