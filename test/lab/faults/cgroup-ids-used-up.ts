import { mkdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { NodeAnswer } from '../../../src/model/fleet.ts'
import { CGROUPS } from '../cgroups.ts'
import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { failing } from '../processes.ts'
import { until } from '../wait.ts'

const IDS = 65_535
/** Left to the rest of the machine, which has to do without for as long as the error takes. */
const GIVEN_BACK = 500
/** The rest of the machine has some, which come and go. */
const MOST_OTHERS = 400
const AT_ONCE = 200

/** As many memory cgroups as the kernel has numbers for. Each takes about 24 kB of its memory while it is there. */
export const cgroupIdsUsedUp: Fault = {
  name: 'cgroup-ids-used-up',
  case: 'cgroup-ids-exhausted',
  async make(node, undo) {
    const folder = join(CGROUPS, 'memory', node.cgroup, 'ids')
    const made: string[] = []
    undo.add('remove the cgroups', () => inTurns(made, rmdirSync))
    mkdirSync(folder, { recursive: true })
    made.push(folder)
    const wanted = Array.from({ length: IDS }, (_, i) => join(folder, String(i)))
    await inTurns(wanted.reverse(), (path) => {
      mkdirSync(path)
      made.push(path)
    }).catch(onlyIfUsedUp)
    const error = await failing('docker', ['run', '--rm', '--network', 'none', IMAGE, 'true'])
    await inTurns(made, rmdirSync, GIVEN_BACK)
    // The kernel frees what was removed a moment later.
    await until('the ids that were given back', () => keptByKernel() - made.length < MOST_OTHERS)
    return {
      error,
      proof: { fact: 'cgroup-count', fields: { controller: 'memory' } },
      complaint: ({ facts }) => complainOf(facts, made.length),
    }
  },
}

function complainOf(facts: NodeAnswer['facts'], made: number): string | undefined {
  const row = facts.find(({ kind, fields }) => kind === 'cgroup-count' && fields.controller === 'memory')
  const others = Number(row?.fields.count) - made
  return others >= 0 && others < MOST_OTHERS ? undefined : `${row?.fields.count} cgroups, of which the lab made ${made}`
}

/** From the end of the list, which it empties; the rest of the lab goes on meanwhile. */
async function inTurns(paths: string[], act: (path: string) => void, most = Number.POSITIVE_INFINITY): Promise<void> {
  for (let i = 0; i < most && paths.length > 0; i++) {
    act(paths.pop() ?? '')
    if (i % AT_ONCE === 0) await turn()
  }
}

/** Of older kernels, of those without memory, and of Linux 6.18. */
const USED_UP = new Set(['ENOSPC', 'ENOMEM', 'EBUSY'])

function onlyIfUsedUp(error: NodeJS.ErrnoException): void {
  if (!USED_UP.has(error.code ?? '')) throw error
}

/** `memory 4 64734 1`: name, hierarchy, number of cgroups, whether it is enabled. */
function keptByKernel(): number {
  return Number(/^memory\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/cgroups', 'utf8'))?.[1])
}
