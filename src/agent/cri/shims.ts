import type { NodeView } from '../node-view.ts'
import { readStart } from '../probes/reading/bounded-file.ts'
import { listProcesses, orGone } from '../probes/reading/processes.ts'

/** The kernel cuts names at 15 characters: this is containerd-shim, containerd-shim-runc-v2 and every other one. */
const SHIM = 'containerd-shim'
/** The unit of start times: https://man7.org/linux/man-pages/man7/time.7.html (USER_HZ, 100 on what Kubernetes runs on). */
const TICKS_PER_SECOND = 100

export interface Shims {
  readonly count: number
  readonly childless: number
  readonly oldestChildlessSeconds: number | undefined
}

/** Undefined when there are more processes than are looked at. Throws what the kernel says. */
export function countShims(view: NodeView): Shims | undefined {
  const { pids, whole } = listProcesses(view)
  if (!whole) return undefined
  const processes = pids.flatMap((pid) => readProcess(view, pid) ?? [])
  const parents = new Set(processes.map(({ parent }) => parent))
  const shims = processes.filter(({ name }) => name.startsWith(SHIM))
  const childless = shims.filter(({ pid }) => !parents.has(pid))
  const oldest = Math.min(...childless.map(({ startedSeconds }) => startedSeconds))
  const age = childless.length > 0 ? Math.max(0, Math.round(uptimeSeconds(view) - oldest)) : undefined
  return { count: shims.length, childless: childless.length, oldestChildlessSeconds: age }
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly name: string
  readonly startedSeconds: number
}

/** `pid (name) state ppid …`, the start time as 22nd; the name may hold blanks and brackets. */
function readProcess(view: NodeView, pid: number): Process[] | undefined {
  const stat = orGone(() => readStart(`${view.proc}/${pid}/stat`, 1_024))
  if (stat === undefined) return undefined
  const close = stat.lastIndexOf(')')
  const fields = stat.slice(close + 2).split(' ')
  const parent = Number(fields[1])
  const startedSeconds = Number(fields[19]) / TICKS_PER_SECOND
  return [{ pid, parent, name: stat.slice(stat.indexOf('(') + 1, close), startedSeconds }]
}

function uptimeSeconds(view: NodeView): number {
  return Number(readStart(`${view.proc}/uptime`, 64).split(' ', 1)[0])
}
