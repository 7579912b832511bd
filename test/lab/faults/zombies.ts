import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { run, start } from '../processes.ts'
import { until } from '../wait.ts'

const CHILDREN = 250

/** A program that never asks what became of its children. */
export const zombies: Fault = {
  name: 'zombies',
  case: 'zombies-accumulate',
  async make(_node, undo) {
    const fork = 'for (1 .. $ARGV[0]) { fork or exit } sleep 1000'
    const parent = start('perl', ['-e', fork, String(CHILDREN)], join(SCRATCH, 'zombies.log'))
    undo.add('end the parent', () => parent.end())
    const error = await until('the zombies', async () => {
      const { output: listed } = await run('ps', ['-o', 'pid,ppid,stat,cmd', '--ppid', String(parent.pid)])
      return listed.split('<defunct>').length - 1 === CHILDREN && listed
    })
    return { error, proof: { fact: 'zombies', fields: { parentPid: parent.pid, ofParent: CHILDREN } } }
  },
}
