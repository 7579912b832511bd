import { statSync } from 'node:fs'
import type deletedOpenFile from '../../facts/deleted-open-file.ts'
import type deletedOpenFiles from '../../facts/deleted-open-files.ts'
import { totalOf } from '../../facts/rows/total-held.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { nothing } from './reading/all-looks.ts'
import { readStart, visitLines } from './reading/bounded-file.ts'
import { type Descriptor, findDescriptors, isComplete, notSeen } from './reading/descriptors.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'
import { listProcesses, processName } from './reading/processes.ts'

const WALK_MS = 2_000
const MOST_ROWS = 500
const MOST_MOUNTINFO_BYTES = 32 * 1024 * 1024
const DELETED = ' (deleted)'
/** Names that are no file of a disk: https://man7.org/linux/man-pages/man2/memfd_create.2.html and their like. */
const MEMORY = ['/memfd:', '/dev/', '/SYSV', '/i915', '/[', '/anon_hugepage', '/drm mm object', '/proc/', '/sys/']
/** Asking these for the size of an open file cannot hang for want of a server. */
const LOCAL = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'overlay', 'tmpfs', 'zfs', 'vfat', 'erofs'])

/** What `lsof +L1` lists. Only files of local file systems are asked for their size; a file in two processes counts once. */
const probe: Probe<NodeView> = {
  summary: 'Deleted files that processes hold open, with what their blocks take, and the total of each file system.',
  yields: ['deleted-open-file', 'deleted-open-files'],
  rights: [
    {
      right: 'CAP_SYS_PTRACE, and the procfs of the node',
      price: 'reads the memory of every process, and as root writes to the node through /proc/<pid>/root',
    },
  ],
  deadlineMs: 5_000,
  pieces: () => [{ name: 'deleted open files', pool: 'local' }],
  look(view) {
    const foreign = foreignPid1(view, 'deleted open files')
    return foreign ? nothing(foreign) : look(view)
  },
}

export default probe

interface Held {
  readonly process: string
  readonly pid: number
  readonly fd: number
  readonly path: string
  readonly sizeBytes: number
  readonly device: string
  readonly mountpoint: string
}

function look(view: NodeView): Looked {
  const found = findDescriptors(view, listProcesses(view), isDeletedFile, Date.now() + WALK_MS)
  const mounts = new MountFinder(view)
  const distinct = new Map<string, Held>()
  let unasked = 0
  for (const descriptor of found.wanted) {
    const mount = mounts.find(descriptor)
    if (!mount || !LOCAL.has(mount.fsType)) unasked++
    else for (const { key, held } of readHeld(view, descriptor, mount)) distinct.set(key, distinct.get(key) ?? held)
  }
  const held = [...distinct.values()].toSorted((a, b) => b.sizeBytes - a.sizeBytes)
  return {
    facts: [
      ...held.slice(0, MOST_ROWS).map(describe),
      ...totals(held, isComplete(found) && unasked === 0),
      ...totalsByFilesystem(view, held),
    ],
    notChecked: [...notSeen(found), ...(unasked > 0 ? [notAsked(unasked)] : [])],
  }
}

function isDeletedFile(link: string): boolean {
  return link.endsWith(DELETED) && link.startsWith('/') && !MEMORY.some((prefix) => link.startsWith(prefix))
}

function notAsked(files: number): NotChecked {
  const says = `${files} of them are on file systems behind a network or FUSE, or on none that is still mounted`
  return { what: 'deleted open files', why: 'budget', says }
}

interface Mount {
  readonly fsType: string
  readonly device: string
  readonly mountpoint: string
}

/** Which mount a descriptor is on. The kernel numbers the mounts of all namespaces together. */
class MountFinder {
  readonly #view: NodeView
  readonly #found = new Map<string, Mount | undefined>()

  constructor(view: NodeView) {
    this.#view = view
  }

  find({ pid, fd }: Descriptor): Mount | undefined {
    const id = mountIdOf(this.#view, pid, fd)
    if (id === undefined) return undefined
    if (!this.#found.has(id)) this.#found.set(id, this.#read(pid, id))
    return this.#found.get(id)
  }

  #read(pid: number, id: string): Mount | undefined {
    let mount: Mount | undefined
    try {
      visitLines(`${this.#view.proc}/${pid}/mountinfo`, MOST_MOUNTINFO_BYTES, (line) => {
        if (line.startsWith(`${id} `)) mount = readMount(line)
      })
    } catch {
      return undefined
    }
    return mount
  }
}

function mountIdOf(view: NodeView, pid: number, fd: string): string | undefined {
  try {
    return /^mnt_id:\s(\d{1,10})$/m.exec(readStart(`${view.proc}/${pid}/fdinfo/${fd}`, 512))?.[1]
  } catch {
    return undefined
  }
}

/** `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
function readMount(line: string): Mount | undefined {
  const words = line.slice(0, 8192).split(' ')
  const fsType = words[words.indexOf('-') + 1]
  const [, , device, , mountpoint] = words
  return fsType && device && mountpoint ? { fsType, device, mountpoint } : undefined
}

/** A name that really ends in `(deleted)` belongs to a file that still has a link. */
function readHeld(view: NodeView, { pid, fd, link }: Descriptor, mount: Mount): { key: string; held: Held }[] {
  try {
    const file = statSync(`${view.proc}/${pid}/fd/${fd}`)
    if (!file.isFile() || file.nlink > 0) return []
    const path = link.slice(0, -DELETED.length)
    const process = processName(view, pid) ?? '?'
    const held = { process, pid, fd: Number(fd), path, sizeBytes: 512 * file.blocks, ...mount }
    return [{ key: `${file.dev} ${file.ino}`, held }]
  } catch {
    return []
  }
}

function describe({ process, pid, fd, path, sizeBytes }: Held): Measured {
  return measured<typeof deletedOpenFile>('deleted-open-file', { process, pid, fd, path, sizeBytes, links: 0 })
}

/** That there are none can be said only when all were seen; what was seen of some is a lower bound. */
function totals(held: readonly Held[], complete: boolean): Measured[] {
  const total = totalOf(held)
  if (total) return [measured<typeof deletedOpenFiles>('deleted-open-files', total)]
  return complete ? [measured<typeof deletedOpenFiles>('deleted-open-files', { count: 0, totalBytes: 0 })] : []
}

function totalsByFilesystem(view: NodeView, held: readonly Held[]): Measured[] {
  const devices = new Map<string, Held[]>()
  for (const file of held) devices.set(file.device, [...(devices.get(file.device) ?? []), file])
  const names = namesOnNode(view, devices)
  return [...devices].flatMap(([device, files]) => {
    const total = totalOf(files)
    const mountpoint = names.get(device) ?? files[0]?.mountpoint
    return total ? [measured<typeof deletedOpenFiles>('deleted-open-files', { ...total, mountpoint })] : []
  })
}

/** Where the node itself has mounted these devices first. */
function namesOnNode(view: NodeView, devices: ReadonlyMap<string, unknown>): Map<string, string> {
  const names = new Map<string, string>()
  try {
    visitLines(`${view.proc}/1/mountinfo`, MOST_MOUNTINFO_BYTES, (line) => {
      const mount = readMount(line)
      if (mount && devices.has(mount.device) && !names.has(mount.device)) names.set(mount.device, mount.mountpoint)
    })
  } catch {
    return names
  }
  return names
}
