import { setTimeout as sleep } from 'node:timers/promises'
import type blockedTask from '../../facts/blocked-task.ts'
import type blockedTasks from '../../facts/blocked-tasks.ts'
import { type Looked, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { nothing } from './reading/all-looks.ts'
import { readRecord, readStart } from './reading/bounded-file.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'
import { listProcesses, orGone, visitNames } from './reading/processes.ts'

const WATCH_MS = 1_500
const WALK_MS = 1_500
const MOST_TOLD = 50
const MOST_THREADS = 60_000
const SWITCHES = /^(?:non)?voluntary_ctxt_switches:\s(\d{1,20})$/gm

/**
 * Threads in state D at two looks that did not run in between: the kernel's own detector compares the same counts.
 * https://github.com/torvalds/linux/blob/master/kernel/hung_task.c
 */
const probe: Probe<NodeView> = {
  summary: 'Processes and threads that stayed in uninterruptible sleep while they were watched.',
  yields: ['blocked-tasks', 'blocked-task'],
  rights: [
    {
      right: 'CAP_SYS_PTRACE, for the function of the kernel that a task waits in',
      price: 'reads the memory of every process, and as root writes to the node through /proc/<pid>/root',
    },
  ],
  deadlineMs: 6_000,
  async look(view) {
    const foreign = foreignPid1(view, WHAT)
    return foreign ? nothing(foreign) : watch(view)
  },
}

export default probe

const WHAT = 'blocked tasks'

interface Thread {
  readonly pid: number
  readonly tid: string
  readonly name: string
  /** How often it ran so far. */
  readonly switches: string
}

async function watch(view: NodeView): Promise<Looked> {
  const started = Date.now()
  const { blocked, whole } = findBlocked(view, started + WALK_MS)
  if (blocked.length > 0) await sleep(WATCH_MS)
  const seconds = (Date.now() - started) / 1000
  const still = blocked.filter((thread) => readThread(view, thread.pid, thread.tid)?.switches === thread.switches)
  const facts = still.slice(0, MOST_TOLD).map((thread) => describe(view, thread, seconds))
  const cut: NotChecked = { what: WHAT, why: 'budget', says: 'there are more threads than are looked at' }
  if (!whole) return { facts, notChecked: [cut] }
  const watchedSeconds = blocked.length > 0 ? seconds : undefined
  return {
    facts: [measured<typeof blockedTasks>('blocked-tasks', { count: still.length, watchedSeconds }), ...facts],
    notChecked: [],
  }
}

function findBlocked(view: NodeView, untilMs: number): { blocked: Thread[]; whole: boolean } {
  const blocked: Thread[] = []
  const { pids, whole } = listProcesses(view)
  let left = MOST_THREADS
  for (const pid of pids) {
    if (left <= 0 || Date.now() > untilMs) return { blocked, whole: false }
    const visit = (tid: string): boolean => {
      const thread = readThread(view, pid, tid)
      if (thread) blocked.push(thread)
      return --left > 0
    }
    if (isOneRunningThread(view, pid)) left--
    else orGone(() => visitNames(`${view.proc}/${pid}/task`, visit))
  }
  return { blocked, whole: whole && left > 0 }
}

/** Most processes have one thread, which is not blocked: one file tells both. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function isOneRunningThread(view: NodeView, pid: number): boolean {
  const stat = orGone(() => readRecord(`${view.proc}/${pid}/stat`, 512)) ?? ''
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 18)
  return state !== 'D' && rest[16] === '1'
}

/** Undefined when it is not blocked, or gone. */
function readThread(view: NodeView, pid: number, tid: string): Thread | undefined {
  const folder = `${view.proc}/${pid}/task/${tid}`
  const stat = orGone(() => readRecord(`${folder}/stat`, 512)) ?? ''
  const end = stat.lastIndexOf(')')
  if (stat.slice(end + 2, end + 3) !== 'D') return undefined
  const status = orGone(() => readStart(`${folder}/status`, 8192)) ?? ''
  const switches = [...status.matchAll(SWITCHES)].map(([, count]) => count).join(' ')
  return { pid, tid, name: stat.slice(stat.indexOf('(') + 1, end), switches }
}

function describe(view: NodeView, { pid, tid, name }: Thread, seconds: number) {
  return measured<typeof blockedTask>('blocked-task', {
    pid: Number(tid),
    process: name,
    wchan: waitChannel(view, pid, tid),
    seconds,
  })
}

/** `0` for whoever may not know. */
function waitChannel(view: NodeView, pid: number, tid: string): string | undefined {
  try {
    const wchan = readStart(`${view.proc}/${pid}/task/${tid}/wchan`, 128).trim()
    return wchan === '0' || wchan === '' ? undefined : wchan
  } catch {
    return undefined
  }
}
