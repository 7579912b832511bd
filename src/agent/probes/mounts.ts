import { readdirSync } from 'node:fs'
import heldMount from '../../facts/held-mount.ts'
import mountKind from '../../facts/mount.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { natureOf } from '../../parsers/text/filesystem-nature.ts'
import { type MountinfoLine, mountinfoFields } from '../../parsers/text/mountinfo.ts'
import type { NodeView } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { visitMounts } from './reading/mount-lines.ts'
import { unread } from './reading/unread.ts'

const MAX_MOUNTS = 1_000
const MAX_HELD = 200
const MAX_TABLE_BYTES = 16 * 1024 * 1024
const MAX_MS = 700

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
  yields: [mountKind.id, heldMount.id],
  deadlineMs: 2_000,
  look(view): Looked {
    try {
      const node = readNode(view)
      const held = findHeld(view, node.numbers)
      const facts = [...node.mounts.map((line) => measured(mountKind, mountinfoFields(line))), ...held.facts]
      return { facts, notChecked: [...(node.whole ? [] : [cutShort('/proc/1/mountinfo')]), ...held.notChecked] }
    } catch (error) {
      const why = { right: 'to read /proc/1', absent: 'procfs of the node is not there' }
      return { facts: [], notChecked: [unread('/proc/1/mountinfo', error, why)] }
    }
  },
}

export default probe

interface NodeMounts {
  /** What a disk, a network or memory keeps: not the kernel's own file systems. */
  readonly mounts: readonly MountinfoLine[]
  readonly numbers: Set<string>
  readonly whole: boolean
}

function readNode(view: NodeView): NodeMounts {
  const mounts: MountinfoLine[] = []
  const numbers = new Set<string>()
  let left = 0
  const { whole } = visitMounts(`${view.proc}/1/mountinfo`, MAX_TABLE_BYTES, (line) => {
    numbers.add(line.number)
    if (natureOf(line).pseudo) return
    if (mounts.length < MAX_MOUNTS) mounts.push(line)
    else left++
  })
  return { mounts, numbers, whole: whole && left === 0 }
}

interface Namespace {
  readonly pid: number
  readonly process: string
  managed: boolean
}

function findHeld(view: NodeView, alive: Set<string>): Looked {
  const end = Date.now() + MAX_MS
  const { namespaces, whole } = findNamespaces(view, end)
  const unmanaged = namespaces.filter(({ managed }) => !managed)
  for (const { pid } of namespaces.filter(({ managed }) => managed)) readNumbers(view, pid, alive)
  const facts: Measured[] = []
  for (const [read, namespace] of unmanaged.entries()) {
    if (Date.now() >= end || facts.length >= MAX_HELD)
      return { facts, notChecked: [unreadNamespaces(unmanaged.length - read)] }
    facts.push(...heldBy(view, namespace, alive))
  }
  return { facts: facts.slice(0, MAX_HELD), notChecked: whole ? [] : [cutShort('/proc/*/mountinfo')] }
}

/** One process of each mount namespace but the node's. The id of its first mount tells one from another. */
function findNamespaces(view: NodeView, end: number): { namespaces: Namespace[]; whole: boolean } {
  const known = new Map<string, Namespace>()
  const node = firstMount(view, 1)
  const pids = readdirSync(view.proc).filter((name) => /^\d{1,10}$/.test(name))
  for (const [i, pid] of pids.entries()) {
    if (i % 64 === 0 && Date.now() >= end) return { namespaces: [...known.values()], whole: false }
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

function readNumbers(view: NodeView, pid: number, into: Set<string>): void {
  attempt(() => visitMounts(`${view.proc}/${pid}/mountinfo`, MAX_TABLE_BYTES, ({ number }) => into.add(number)))
}

/** Only what has a file system of its own: a bind mount of a directory shares the number of the node's disk. */
function heldBy(view: NodeView, { pid, process }: Namespace, alive: ReadonlySet<string>): Measured[] {
  const held: MountinfoLine[] = []
  const visit = (line: MountinfoLine): void => {
    if (!alive.has(line.number) && held.length < MAX_HELD && SHORT_LIVED.test(line.mountpoint)) held.push(line)
  }
  attempt(() => visitMounts(`${view.proc}/${pid}/mountinfo`, MAX_TABLE_BYTES, visit, mayBeShortLived))
  const container = held.length > 0 ? containerOf(view, pid) : undefined
  return held.map(({ mountpoint, type }) =>
    measured(heldMount, {
      pid,
      process,
      container,
      path: pathOnNode(mountpoint),
      mountpoint,
      fsType: type,
      searched: undefined,
      onNode: false,
    }),
  )
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

function cutShort(what: string): NotChecked {
  return {
    what,
    why: 'budget',
    says: `there are more mounts than the ${MAX_MOUNTS} that are shown, or than could be read in time`,
  }
}

function unreadNamespaces(count: number): NotChecked {
  return { what: '/proc/*/mountinfo', why: 'budget', says: `${count} mount namespaces were not read in time` }
}
