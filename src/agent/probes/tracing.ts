import type tracer from '../../facts/tracer.ts'
import type tracingUser from '../../facts/tracing-user.ts'
import { type Looked, measured, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing, together } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { type Descriptor, findDescriptors, notSeen } from './reading/descriptors.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'
import { errorCode, listProcesses, processName } from './reading/processes.ts'

const WALK_MS = 2_000
const MOST_USERS = 200
const TRACEFS = /^\/sys\/kernel\/(?:debug\/)?tracing\/./
const INSTANCE = /\/tracing\/instances\/([^/]{1,255})\//

/** The tracer of the main buffer, and who has files of tracefs open, such as its pipes. https://docs.kernel.org/trace/ftrace.html */
const probe: Probe<NodeView> = {
  summary: 'The tracer that ftrace runs, and the processes that use it.',
  yields: ['tracer', 'tracing-user'],
  rights: [
    {
      right: 'uid 0 for tracefs, CAP_SYS_PTRACE for the open files of others',
      price: 'reads the memory of every process, and as root writes to the node through /proc/<pid>/root',
    },
  ],
  deadlineMs: 4_000,
  look: (view) => together([lookAtTracer(view), lookAtUsers(view)]),
}

export default probe

function lookAtTracer(view: NodeView): Looked {
  return lookOrSay('current_tracer', { right: 'uid 0', absent: 'tracefs is not mounted' }, () => {
    const current = readTracer(view).trim()
    if (!/^[\w-]{1,64}$/.test(current)) throw new Error('current_tracer holds no name')
    return { facts: [measured<typeof tracer>('tracer', { current })], notChecked: [] }
  })
}

function readTracer(view: NodeView): string {
  try {
    return readStart(`${view.sys}/kernel/tracing/current_tracer`, 128)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    return readStart(`${view.sys}/kernel/debug/tracing/current_tracer`, 128)
  }
}

function lookAtUsers(view: NodeView): Looked {
  const what = 'users of ftrace'
  const foreign = foreignPid1(view, what)
  if (foreign) return nothing(foreign)
  return lookOrSay(what, { right: 'the procfs of the node', absent: 'no procfs' }, () => {
    const isTracing = (link: string): boolean => TRACEFS.test(link)
    const found = findDescriptors(view, listProcesses(view), isTracing, Date.now() + WALK_MS)
    const facts = found.wanted.slice(0, MOST_USERS).map((descriptor) => describe(view, descriptor))
    return { facts, notChecked: notSeen(found) }
  })
}

function describe(view: NodeView, { pid, link }: Descriptor) {
  return measured<typeof tracingUser>('tracing-user', {
    process: processName(view, pid),
    pid,
    path: link,
    instance: INSTANCE.exec(link)?.[1],
  })
}
