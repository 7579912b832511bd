import type pressure from '../../facts/pressure.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { readStallLine } from '../../parsers/text/stall-line.ts'
import type { NodeView } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { unread } from './reading/unread.ts'

const MAX_BYTES = 1024
const RESOURCES = ['cpu', 'memory', 'io'] as const
const ABSENT = 'the kernel is older than 4.20, or pressure stall information is off: boot with psi=1'

/** Pressure stall information of the whole node, which the kernel does not keep per namespace. */
const probe: Probe<NodeView> = {
  summary: 'How much of the time tasks are stalled for want of CPU, memory or IO (PSI).',
  yields: ['pressure'],
  deadlineMs: 500,
  look(view): Looked {
    const facts: Measured[] = []
    const notChecked: NotChecked[] = []
    for (const resource of RESOURCES) {
      const path = `${view.proc}/pressure/${resource}`
      try {
        facts.push(...readStalls(resource, readStart(path, MAX_BYTES)))
      } catch (error) {
        notChecked.push(unread(`/proc/pressure/${resource}`, error, { right: 'to read it', absent: ABSENT }))
      }
    }
    return { facts, notChecked }
  },
}

export default probe

/** `full` of the CPU means nothing for a whole node: kernels since 5.13 print it as 0. https://docs.kernel.org/accounting/psi.html */
function readStalls(resource: (typeof RESOURCES)[number], text: string): Measured[] {
  const stalls = text.split('\n').flatMap((line) => readStallLine(line) ?? [])
  return stalls
    .filter(({ share }) => resource !== 'cpu' || share === 'some')
    .map((stall) => measured<typeof pressure>('pressure', { resource, cgroup: undefined, ...stall }))
}
