import type { Looked, Measured, NotChecked, Piece, Probe } from '../../model/probe.ts'
import type { MountinfoLine } from '../../parsers/text/mountinfo.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { mountpointIn, visitMounts } from './reading/mount-lines.ts'
import { measureRoom } from './reading/room.ts'
import { unread } from './reading/unread.ts'

const MAX_MOUNTS = 500
const MAX_TABLE_BYTES = 16 * 1024 * 1024
const RIGHT = 'CAP_DAC_READ_SEARCH, or that directory mounted into the agent'

/** The /dev/shm of the node and those of its containers, which docker, containerd and CRI-O mount on the node. Always tmpfs, so that asking cannot hang. */
const probe: Probe<NodeView> = {
  summary: 'How full the shared memory (/dev/shm) of the node and of each container is.',
  yields: ['filesystem'],
  rights: [
    { right: 'root on the node, not in a container', price: 'everything: leave it to `casebook diagnose --local`' },
  ],
  deadlineMs: 1_000,
  pieces: (): Piece[] => [{ name: 'shared memory', pool: 'local' }],
  look(view): Looked {
    try {
      return measureAll(view, sharedMemory(view))
    } catch (error) {
      const why = { right: 'to read /proc/1', absent: 'procfs of the node is not there' }
      return { facts: [], notChecked: [unread('/proc/1/mountinfo', error, why)] }
    }
  },
}

export default probe

function sharedMemory(view: NodeView): MountinfoLine[] {
  const mounts = new Map<string, MountinfoLine>()
  const visit = (mount: MountinfoLine): void => {
    if (mount.type === 'tmpfs' && mounts.size < MAX_MOUNTS) mounts.set(mount.mountpoint, mount)
  }
  const isShm = (line: string): boolean => mountpointIn(line).endsWith('/shm')
  visitMounts(`${view.proc}/1/mountinfo`, MAX_TABLE_BYTES, visit, isShm)
  return [...mounts.values()]
}

function measureAll(view: NodeView, mounts: readonly MountinfoLine[]): Looked {
  const facts: Measured[] = []
  const notChecked: NotChecked[] = []
  for (const mount of mounts) {
    const { mountpoint } = mount
    const at = seenAt(view, mountpoint)
    try {
      if (at === undefined) notChecked.push({ what: mountpoint, why: 'missing-right', says: `needs ${RIGHT}` })
      else facts.push(measureRoom(mount, at))
    } catch (error) {
      notChecked.push(unread(mountpoint, error, { right: RIGHT, absent: 'it was unmounted meanwhile' }))
    }
  }
  return { facts, notChecked }
}
