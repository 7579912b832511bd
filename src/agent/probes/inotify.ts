import type inotifyHolder from '../../facts/inotify-holder.ts'
import type inotifyUser from '../../facts/inotify-user.ts'
import { type Looked, type Measured, measured, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { visitLines } from './reading/bounded-file.ts'
import { type Descriptor, findDescriptors, isComplete, notSeen } from './reading/descriptors.ts'
import { findSysctl } from './reading/kernel-number.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'
import { hasNodeUsers, listProcesses, processName, statusField } from './reading/processes.ts'
import { unread } from './reading/unread.ts'

const LINK = 'anon_inode:inotify'
const WALK_MS = 2_500
/** A line for each watch, of about 100 bytes: half a million watches. */
const MOST_FDINFO_BYTES = 48 * 1024 * 1024
const MOST_HOLDERS = 10

/**
 * The kernel counts instances and watches for each user and tells the counts to nobody, so they are counted here: one
 * instance for each descriptor, without those that a child inherited from its parent.
 * https://man7.org/linux/man-pages/man7/inotify.7.html
 */
const probe: Probe<NodeView> = {
  summary: 'Inotify instances and watches of each user, against their limits, and the processes that hold most.',
  yields: ['inotify-user', 'inotify-holder'],
  rights: [
    {
      right: 'CAP_SYS_PTRACE, and the procfs of the node',
      price: 'reads the memory of every process, and as root writes to the node through /proc/<pid>/root',
    },
  ],
  deadlineMs: 5_000,
  look(view) {
    const foreign = foreignPid1(view, 'inotify')
    return foreign ? { facts: [], notChecked: [foreign] } : look(view)
  },
}

export default probe

interface Instance {
  readonly pid: number
  readonly uid: number
  readonly watches: number
}

interface Seen {
  readonly instances: readonly Instance[]
  /** Something could not be counted, or belongs to nobody of the node's users. */
  readonly incomplete: boolean
}

function look(view: NodeView): Looked {
  try {
    const found = findDescriptors(view, listProcesses(view), (link) => link === LINK, Date.now() + WALK_MS)
    const seen = readInstances(view, found.wanted)
    const atLeast = seen.incomplete || !isComplete(found)
    const facts = [...describeUsers(view, seen.instances, atLeast), ...describeHolders(view, seen.instances)]
    return { facts, notChecked: notSeen(found) }
  } catch (error) {
    const why = { right: 'the procfs of the node', absent: 'no procfs' }
    return { facts: [], notChecked: [unread('inotify', error, why)] }
  }
}

function readInstances(view: NodeView, descriptors: readonly Descriptor[]): Seen {
  const contents = new Map<string, Contents>()
  for (const { pid, fd } of descriptors) contents.set(`${pid} ${fd}`, readContents(view, pid, fd))
  let incomplete = false
  const instances = descriptors.flatMap(({ pid, fd }): Instance[] => {
    const content = contents.get(`${pid} ${fd}`)
    const uid = ownerOf(view, pid)
    if (!content || uid === undefined || !content.whole) incomplete = true
    if (!content || uid === undefined || isInherited(view, pid, fd, content, contents)) return []
    return [{ pid, uid, watches: content.watches }]
  })
  return { instances, incomplete }
}

interface Contents {
  readonly watches: number
  /** Tells two instances apart, as well as the kernel lets us. */
  readonly marks: string
  readonly whole: boolean
}

function readContents(view: NodeView, pid: number, fd: string): Contents {
  let watches = 0
  let [first, last] = ['', '']
  try {
    const { whole } = visitLines(`${view.proc}/${pid}/fdinfo/${fd}`, MOST_FDINFO_BYTES, (line) => {
      if (!line.startsWith('inotify wd:')) return
      if (watches++ === 0) first = line
      last = line
    })
    return { watches, marks: `${watches} ${first} ${last}`, whole }
  } catch {
    return { watches: 0, marks: '', whole: false }
  }
}

/** Undefined when it is gone, or in a user namespace: then somebody else on the node is charged for it. */
function ownerOf(view: NodeView, pid: number): number | undefined {
  if (!hasNodeUsers(view, pid)) return undefined
  const [, effective] = statusField(view, pid, 'Uid')?.split(/\s+/) ?? []
  return effective === undefined ? undefined : Number(effective)
}

function isInherited(
  view: NodeView,
  pid: number,
  fd: string,
  own: Contents,
  contents: ReadonlyMap<string, Contents>,
): boolean {
  const parent = statusField(view, pid, 'PPid')
  return contents.get(`${parent} ${fd}`)?.marks === own.marks
}

function describeUsers(view: NodeView, instances: readonly Instance[], atLeast: boolean): Measured[] {
  const maxInstances = findSysctl(view, 'fs.inotify.max_user_instances')
  const maxWatches = findSysctl(view, 'fs.inotify.max_user_watches')
  return [...groupBy(instances, ({ uid }) => uid)].map(([uid, own]) => {
    const watches = sumOfWatches(own)
    return measured<typeof inotifyUser>('inotify-user', {
      uid,
      instances: own.length,
      maxInstances,
      instancesPercent: share(own.length, maxInstances),
      watches,
      maxWatches,
      watchesPercent: share(watches, maxWatches),
      atLeast,
    })
  })
}

function describeHolders(view: NodeView, instances: readonly Instance[]): Measured[] {
  const holders = [...groupBy(instances, ({ pid }) => pid)].map(([pid, own]) => ({
    pid,
    uid: own[0]?.uid,
    instances: own.length,
    watches: sumOfWatches(own),
  }))
  const most = new Set([
    ...holders.toSorted((a, b) => b.watches - a.watches).slice(0, MOST_HOLDERS),
    ...holders.toSorted((a, b) => b.instances - a.instances).slice(0, MOST_HOLDERS),
  ])
  return [...most].map((holder) =>
    measured<typeof inotifyHolder>('inotify-holder', { ...holder, process: processName(view, holder.pid) }),
  )
}

function sumOfWatches(instances: readonly Instance[]): number {
  return instances.reduce((sum, { watches }) => sum + watches, 0)
}

function share(count: number, limit: number | undefined): number | undefined {
  return limit !== undefined && limit > 0 ? (100 * count) / limit : undefined
}

function groupBy<Value, Key>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group) group.push(value)
    else groups.set(keyOf(value), [value])
  }
  return groups
}
