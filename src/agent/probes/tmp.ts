import type { Looked, Piece, Probe } from '../../model/probe.ts'
import type { MountinfoLine } from '../../parsers/text/mountinfo.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { mountpointIn, visitMounts } from './reading/mount-lines.ts'
import { measureRoom } from './reading/room.ts'
import { unread } from './reading/unread.ts'

const PLACES = ['/tmp', '/var/tmp']
const MAX_TABLE_BYTES = 16 * 1024 * 1024

/** The room where runtimes write when TMPDIR says nothing else. The environment of other processes is not read: that can hang. */
const probe: Probe<NodeView> = {
  summary: 'How full the file systems of /tmp and /var/tmp are.',
  yields: ['filesystem'],
  deadlineMs: 500,
  pieces: (): Piece[] => PLACES.map((path) => ({ name: path, pool: 'local', task: path })),
  look(view, piece): Looked {
    const path = PLACES.find((known) => known === piece.task)
    const at = path === undefined ? undefined : seenAt(view, path)
    if (path === undefined || at === undefined) return notMounted(piece.name)
    try {
      const mount = mountOf(view, path)
      return mount ? { facts: [measureRoom(mount, at)], notChecked: [] } : noMount(path)
    } catch (error) {
      return { facts: [], notChecked: [unread(path, error, { right: 'to look into it', absent: 'it is not there' })] }
    }
  },
}

export default probe

/** The mount that a path of the node is on: of those with the longest path the last, which hides the others. */
function mountOf(view: NodeView, path: string): MountinfoLine | undefined {
  let best: MountinfoLine | undefined
  const visit = (mount: MountinfoLine): void => {
    if (mount.mountpoint.length >= (best?.mountpoint.length ?? 0)) best = mount
  }
  const covers = (line: string): boolean => {
    const mountpoint = mountpointIn(line)
    return mountpoint === '/' || path === mountpoint || path.startsWith(`${mountpoint}/`)
  }
  visitMounts(`${view.proc}/1/mountinfo`, MAX_TABLE_BYTES, visit, covers)
  return best
}

function notMounted(what: string): Looked {
  return { facts: [], notChecked: [{ what, why: 'missing-right', says: 'is not mounted into the agent' }] }
}

function noMount(what: string): Looked {
  return { facts: [], notChecked: [{ what, why: 'failed', says: 'no mount of pid 1 holds it' }] }
}
