import type { NotChecked } from '../../../model/probe.ts'
import type { NodeView } from '../../node-view.ts'
import { errorCode, linkOf, type ProcessList, visitNames } from './processes.ts'

const MOST_LINKS = 400_000
const RIGHTS = new Set(['EACCES', 'EPERM'])

export interface Descriptor {
  readonly pid: number
  readonly fd: string
  /** What is open: a path, `anon_inode:inotify`, `socket:[123]`. */
  readonly link: string
}

export interface Descriptors {
  readonly wanted: readonly Descriptor[]
  /** Processes whose descriptors may not be seen. */
  readonly hidden: number
  readonly processes: number
  /** False when the walk stopped before the last process. */
  readonly whole: boolean
}

/** The open files of these processes that `isWanted`, looked for until `untilMs`. Those of another user need CAP_SYS_PTRACE. */
export function findDescriptors(
  view: NodeView,
  { pids, whole }: ProcessList,
  isWanted: (link: string) => boolean,
  untilMs: number,
): Descriptors {
  const wanted: Descriptor[] = []
  let hidden = 0
  let left = MOST_LINKS
  for (const pid of pids) {
    if (left <= 0 || Date.now() > untilMs) return { wanted, hidden, processes: pids.length, whole: false }
    const seen = visitDescriptors(view, pid, (fd) => {
      const link = linkOf(view, pid, fd)
      if (link !== undefined && isWanted(link)) wanted.push({ pid, fd, link })
      return --left > 0
    })
    if (seen === 'hidden') hidden++
  }
  return { wanted, hidden, processes: pids.length, whole: whole && left > 0 }
}

/** Whether all open files of the node were seen. */
export function isComplete({ hidden, whole }: Descriptors): boolean {
  return hidden === 0 && whole
}

/** Says why some open files were not seen; nothing when all were. */
export function notSeen({ hidden, processes, whole }: Descriptors): NotChecked[] {
  const what = 'open files of processes'
  const blind: NotChecked = {
    what,
    why: 'missing-right',
    says: `${hidden} of ${processes} processes may not be looked into: needs CAP_SYS_PTRACE`,
  }
  const cut: NotChecked = { what, why: 'budget', says: 'there are more than are looked at in one go' }
  return [...(hidden > 0 ? [blind] : []), ...(whole ? [] : [cut])]
}

function visitDescriptors(view: NodeView, pid: number, visit: (fd: string) => boolean): 'seen' | 'hidden' | 'gone' {
  try {
    visitNames(`${view.proc}/${pid}/fd`, visit)
    return 'seen'
  } catch (error) {
    return RIGHTS.has(errorCode(error)) ? 'hidden' : 'gone'
  }
}
