import { readdirSync } from 'node:fs'
import type heldMount from '../../facts/held-mount.ts'
import type mountKind from '../../facts/mount.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { natureOf } from '../../parsers/text/filesystem-nature.ts'
import { type MountinfoLine, mountinfoFields, readMountinfo } from '../../parsers/text/mountinfo.ts'
import type { NodeView } from '../node-view.ts'
import { readStart, visitLines } from './reading/bounded-file.ts'
import { unread } from './reading/unread.ts'

const MAX_MOUNTS = 1_000
const MAX_HELD = 200
const MAX_TABLE_BYTES = 16 * 1024 * 1024
/** With a hundred thousand mounts a table takes a fifth of a second to read, and some namespaces have copies of it. */
const MAX_MS = 1_500
/** Most of them may turn out to be alive. */
const MAX_STRANGERS = 2_000

/** Mounts of runtimes and of pods, which somebody unmounts when their container goes. */
const SHORT_LIVED =
  /\/overlay2?\/[\w-]{1,80}\/merged$|\/devicemapper\/mnt\/[0-9a-f]{12,64}$|\/aufs\/mnt\/[0-9a-f]{12,64}$|\/containers\/[0-9a-f]{64}\/(?:mounts\/)?shm$|\/io\.containerd\.runtime\.v2\.task\/[^/]{1,80}\/[^/]{1,80}\/rootfs$|\/sandboxes\/[0-9a-f]{64}\/shm$|\/kubelet\/(?:pods|plugins)\//

/** Who mounts and unmounts: what is in their namespace is in use. */
const MANAGERS = new Set([
  'dockerd',
  'containerd',
  'crio',
  'kubelet',
  'k3s',
  'k3s-server',
  'k3s-agent',
  'rke2',
  'podman',
  'conmon',
])

/**
 * The mount table of pid 1, and the mounts of runtimes and pods that live on in some other process's namespace when
 * those who manage them have them no more: what keeps a directory "busy" that nothing seems to use.
 */
const probe: Probe<NodeView> = {
  summary: 'The mounts of the node and their options, and mounts that only a leftover namespace holds.',
  yields: ['mount', 'held-mount'],
  deadlineMs: 2_000,
  look(view): Looked {
    try {
      const isOver = overAfter(MAX_MS)
      const node = readNode(view, isOver)
      const held = node.isRead ? findHeld(view, node.numbers, isOver) : nothingHeld()
      const facts = [
        ...node.mounts.map((line) => measured<typeof mountKind>('mount', mountinfoFields(line))),
        ...held.facts,
      ]
      return { facts, notChecked: [...node.unread, ...held.notChecked] }
    } catch (error) {
      const why = { right: 'to read /proc/1', absent: 'procfs of the node is not there' }
      return { facts: [], notChecked: [unread('/proc/1/mountinfo', error, why)] }
    }
  },
}

export default probe

type IsOver = () => boolean

function overAfter(limitMs: number): IsOver {
  const end = performance.now() + limitMs
  return () => performance.now() >= end
}

interface NodeMounts {
  /** What a disk, a network or memory keeps: not the kernel's own file systems. */
  readonly mounts: readonly MountinfoLine[]
  readonly numbers: Set<string>
  /** Every line was read, if not every mount is shown. */
  readonly isRead: boolean
  readonly unread: readonly NotChecked[]
}

/** A line costs little once enough mounts are shown: of a hundred thousand only the numbers are of use. */
function readNode(view: NodeView, isOver: IsOver): NodeMounts {
  const mounts: MountinfoLine[] = []
  const numbers = new Set<string>()
  let left = 0
  const visit = (line: string): void => {
    const number = numberIn(line)
    if (number !== undefined) numbers.add(number)
    const mount = left === 0 ? readMountinfo(line) : undefined
    if (!mount || natureOf(mount).pseudo) return
    if (mounts.length < MAX_MOUNTS) mounts.push(mount)
    else left++
  }
  const { whole } = visitLines(`${view.proc}/1/mountinfo`, MAX_TABLE_BYTES, visit, isOver)
  return { mounts, numbers, isRead: whole, unread: whole && left === 0 ? [] : [cutShort(OF_NODE)] }
}

function numberIn(line: string): string | undefined {
  return /^\d{1,10} \d{1,10} (\d{1,7}:\d{1,7}) /.exec(line)?.[1]
}

interface Namespace {
  readonly pid: number
  readonly process: string
  managed: boolean
}

/** A mount of which no number is known among those that are alive. */
interface Stranger {
  readonly namespace: Namespace
  readonly line: MountinfoLine
}

/** The tables of those who manage mounts are read only when something is found that nobody but them may have. */
function findHeld(view: NodeView, alive: Set<string>, isOver: IsOver): Looked {
  const { namespaces, whole } = findNamespaces(view, isOver)
  const { strangers, unread } = findStrangers(view, namespaces, alive, isOver)
  const managers = strangers.length > 0 ? namespaces.filter(({ managed }) => managed) : []
  if (!managers.every(({ pid }) => readNumbers(view, pid, alive, isOver))) return nothingHeld()
  const facts = strangers.filter(({ line }) => !alive.has(line.number)).slice(0, MAX_HELD)
  return {
    facts: facts.map((stranger) => heldMountOf(view, stranger)),
    notChecked: [...(whole ? [] : [cutShort(OF_NAMESPACES)]), ...(unread > 0 ? [unreadNamespaces(unread)] : [])],
  }
}

function findStrangers(view: NodeView, namespaces: readonly Namespace[], alive: ReadonlySet<string>, isOver: IsOver) {
  const strangers: Stranger[] = []
  let unread = 0
  for (const namespace of namespaces.filter(({ managed }) => !managed)) {
    const isEnough = (): boolean => isOver() || strangers.length >= MAX_STRANGERS
    const visit = (text: string): void => {
      const line = mayBeShortLived(text) ? readMountinfo(text) : undefined
      if (line && !alive.has(line.number) && SHORT_LIVED.test(line.mountpoint)) strangers.push({ namespace, line })
    }
    const path = `${view.proc}/${namespace.pid}/mountinfo`
    if (attempt(() => visitLines(path, MAX_TABLE_BYTES, visit, isEnough))?.whole === false) unread++
  }
  return { strangers, unread }
}

/** One process of each mount namespace but the node's. The id of its first mount tells one from another. */
function findNamespaces(view: NodeView, isOver: IsOver): { namespaces: Namespace[]; whole: boolean } {
  const known = new Map<string, Namespace>()
  const node = firstMount(view, 1)
  const pids = readdirSync(view.proc).filter((name) => /^\d{1,10}$/.test(name))
  for (const [i, pid] of pids.entries()) {
    if (i % 64 === 0 && isOver()) return { namespaces: [...known.values()], whole: false }
    const root = firstMount(view, Number(pid))
    if (root === undefined || root === node) continue
    const process = nameOf(view, Number(pid))
    const namespace = known.get(root)
    if (!namespace) known.set(root, { pid: Number(pid), process, managed: MANAGERS.has(process) })
    else if (MANAGERS.has(process)) namespace.managed = true
  }
  return { namespaces: [...known.values()], whole: true }
}

/** Undefined for kernel threads, and for a process that ended meanwhile. */
function firstMount(view: NodeView, pid: number): string | undefined {
  return attempt(() => /^\d{1,10}/.exec(readStart(`${view.proc}/${pid}/mountinfo`, 64))?.[0])
}

function nameOf(view: NodeView, pid: number): string {
  return attempt(() => readStart(`${view.proc}/${pid}/comm`, 64).trim()) ?? ''
}

/** False when some of them may be missing: then nobody knows what is alive. A process that ended holds nothing. */
function readNumbers(view: NodeView, pid: number, into: Set<string>, isOver: IsOver): boolean {
  const visit = (line: string): void => {
    const number = numberIn(line)
    if (number !== undefined) into.add(number)
  }
  const path = `${view.proc}/${pid}/mountinfo`
  return attempt(() => visitLines(path, MAX_TABLE_BYTES, visit, isOver))?.whole !== false
}

/** Only what has a file system of its own: a bind mount of a directory shares the number of the node's disk. */
function heldMountOf(view: NodeView, { namespace: { pid, process }, line: { mountpoint, type } }: Stranger): Measured {
  return measured<typeof heldMount>('held-mount', {
    pid,
    process,
    container: containerOf(view, pid),
    path: pathOnNode(mountpoint),
    mountpoint,
    fsType: type,
    searched: undefined,
    onNode: false,
  })
}

function mayBeShortLived(line: string): boolean {
  return /\/(?:merged|shm|rootfs) |\/mnt\/[0-9a-f]{12}|\/kubelet\//.test(line.slice(0, 2000))
}

/** Where the node had it: a process that sees the node's root below `/rootfs` sees its mounts there too. */
function pathOnNode(mountpoint: string): string | undefined {
  const start = mountpoint.search(/\/(?:var\/lib|run|var\/run)\/(?:docker|containerd|containers|kubelet|rancher)\//)
  return start < 0 ? undefined : mountpoint.slice(start)
}

function containerOf(view: NodeView, pid: number): string | undefined {
  return attempt(() => /[0-9a-f]{64}/.exec(readStart(`${view.proc}/${pid}/cgroup`, 4096))?.[0]?.slice(0, 12))
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** No paths: what stands below one path alone would else be taken for what is missing. */
const OF_NODE = 'mounts of the node'
const OF_NAMESPACES = 'mounts of other namespaces'

function cutShort(what: string): NotChecked {
  return {
    what,
    why: 'budget',
    says: `there are more mounts than the ${MAX_MOUNTS} that are shown, or than could be read in time`,
  }
}

function nothingHeld(): Looked {
  const says = 'the mounts of the node could not be read in time, so what is left over cannot be told from them'
  return { facts: [], notChecked: [{ what: OF_NAMESPACES, why: 'budget', says }] }
}

function unreadNamespaces(count: number): NotChecked {
  return { what: OF_NAMESPACES, why: 'budget', says: `${count} mount namespaces were not read to their end` }
}
