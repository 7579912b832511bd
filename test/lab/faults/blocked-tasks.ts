import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { listenToKernel } from '../kernel-log.ts'
import { kernelNumber } from '../lab-node.ts'
import { SCRATCH } from '../own-machine.ts'
import { type Started, start } from '../processes.ts'
import { setSysctl } from '../sysctl.ts'
import { mountHungFuse } from './hung-fuse.ts'

const TASKS = 25

/** Processes that nobody can kill, because a file system keeps what they asked; the kernel tells of them after a second instead of two minutes. */
export const blockedTasks: Fault = {
  name: 'blocked-tasks',
  case: 'kernel-hung-task',
  async make(_node, undo) {
    if (kernelNumber('/proc/sys/kernel/hung_task_panic') !== 0) throw new Error('this kernel panics on a hung task')
    const tasks: Started[] = []
    undo.add('end the tasks', () => Promise.all(tasks.map((task) => task.end())))
    const { folders, end } = await mountHungFuse(join(SCRATCH, 'blocking'), { killable: 0, unkillable: 1 })
    undo.add('let go of the tasks', end)
    const heard = await listenToKernel()
    setSysctl('kernel/hung_task_warnings', 3, undo)
    setSysctl('kernel/hung_task_timeout_secs', 1, undo)
    for (let i = 0; i < TASKS; i++)
      tasks.push(start('stat', [join(folders[0] ?? '', String(i))], join(SCRATCH, 'stat.log')))
    const error = await heard(/blocked for more than/)
    const count = tasks.filter(({ pid }) => isBlocked(pid)).length
    return { error, proof: { fact: 'blocked-tasks', fields: { count } } }
  },
}

/** The one that asked first sleeps lightly; the others wait for it. */
function isBlocked(pid: number): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(' (stat) D ')
}
