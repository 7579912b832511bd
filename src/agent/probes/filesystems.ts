import { statSync } from 'node:fs'
import type brokenMount from '../../facts/broken-mount.ts'
import { type Looked, type Measured, measured, type NotChecked, type Piece, type Probe } from '../../model/probe.ts'
import { natureOf } from '../../parsers/text/filesystem-nature.ts'
import type { MountinfoLine } from '../../parsers/text/mountinfo.ts'
import type { NodeView } from '../node-view.ts'
import { visitMounts } from './reading/mount-lines.ts'
import { measureRoom } from './reading/room.ts'
import { unread } from './reading/unread.ts'

const MOST_MOUNTS = 1_000
/** Ids and numbers of a mount have at most ten digits each. */
const LONGEST_START = 50
const MAX_TABLE_BYTES = 16 * 1024 * 1024
const OVERVIEW: Piece = { name: 'mount table', pool: 'kernel' }

/** Types whose answer comes from this machine alone. Whatever is not here may hang: a network, FUSE, something new. */
const LOCAL =
  /^(?:ext[234]|xfs|btrfs|zfs|bcachefs|f2fs|jfs|reiserfs|overlay|aufs|tmpfs|ramfs|v?fat|msdos|exfat|ntfs3|squashfs|erofs|cramfs|iso9660|udf|minix|hfsplus)$/

/**
 * Every mount that has room of its own, asked one by one: one that hangs costs its own answer and no other's. In a
 * container only the anchors, each of which must be on the file system that the node's mount table says it is on.
 */
const probe: Probe<NodeView> = {
  summary: 'How full each mounted file system is: blocks and inodes, as df counts them.',
  yields: ['filesystem', 'broken-mount'],
  deadlineMs: 300,
  allPiecesMs: 2_000,
  pools: ['kernel', 'local', 'remote'],
  pieces: (view): Piece[] => [OVERVIEW, ...findPlaces(view).places.map(toPiece)],
  look(view, piece): Looked {
    return piece.name === OVERVIEW.name ? overview(view) : askPlace(piece.task as Place)
  },
}

export default probe

/** A mount of the node, and where it is asked. */
interface Place {
  readonly at: string
  readonly mount: MountinfoLine
  readonly readOnly: boolean
}

interface Places {
  readonly places: readonly Place[]
  readonly notChecked: readonly NotChecked[]
}

function toPiece(place: Place): Piece {
  return { name: place.mount.mountpoint, pool: LOCAL.test(place.mount.type) ? 'local' : 'remote', task: place }
}

function overview(view: NodeView): Looked {
  return { facts: [], notChecked: findPlaces(view).notChecked }
}

function findPlaces(view: NodeView): Places {
  try {
    const { places, notChecked } = view.contained ? findAnchored(view) : findMounted(view)
    if (view.remote) return { places, notChecked }
    const remote = places.filter(({ mount }) => !LOCAL.test(mount.type)).map(({ mount }) => mount)
    const local = places.filter(({ mount }) => LOCAL.test(mount.type))
    return { places: local, notChecked: [...notChecked, ...leftOut(remote, MAY_HANG)] }
  } catch (error) {
    const why = { right: 'to read the mount table', absent: 'procfs of the node is not there' }
    return { places: [], notChecked: [unread('mount table', error, why)] }
  }
}

/** What this process itself has mounted: those are the paths that it can ask. */
function findMounted(view: NodeView): Places {
  const { mounts, notChecked } = readMounts(`${view.proc}/self/mountinfo`)
  return { places: mounts.map((mount) => toPlace(mount, mount.mountpoint)), notChecked }
}

/** Node's and own mount table must agree on the file system: a path may lead elsewhere in a container. */
function findAnchored(view: NodeView): Places {
  const node = readMounts(`${view.proc}/1/mountinfo`)
  const own = coverAll(
    `${view.proc}/self/mountinfo`,
    view.anchors.map(({ at }) => at),
  )
  const found = new Map<MountinfoLine, Place>()
  const notChecked: NotChecked[] = []
  for (const { path, at } of view.anchors) {
    const mount = coverOf(path, node.mounts)
    if (mount && mount.number === own.get(at)?.number) found.set(mount, toPlace(mount, at))
    else notChecked.push(elsewhere(path))
  }
  // The room of an overlay is that of the file system below, which has an entry of its own.
  const unseen = node.mounts.filter((mount) => !found.has(mount) && mount.type !== 'overlay')
  return {
    places: [...found.values()],
    notChecked: [...node.notChecked, ...notChecked, ...leftOut(unseen, NO_ANCHOR)],
  }
}

/**
 * The mounts that have room of their own: not what the kernel makes, and no directory bound to another place of its own
 * file system. Those come by the ten thousand, and are known by their first words.
 */
function readMounts(table: string): { mounts: readonly MountinfoLine[]; notChecked: NotChecked[] } {
  const mounts = new Map<string, MountinfoLine>()
  const numbers = new Map<string, string>()
  let left = 0
  const hasOwnRoom = (line: string): boolean => {
    const [id = '', parent = '', number = ''] = line.slice(0, LONGEST_START).split(' ', 3)
    numbers.set(id, number)
    return numbers.get(parent) !== number
  }
  const keep = (mount: MountinfoLine): void => {
    if (natureOf(mount).pseudo) return
    if (mounts.size < MOST_MOUNTS) mounts.set(`${mount.number} ${mount.mountpoint}`, mount)
    else left++
  }
  const { whole } = visitMounts(table, MAX_TABLE_BYTES, keep, hasOwnRoom)
  return { mounts: [...mounts.values()], notChecked: left > 0 || !whole ? [tooMany(left)] : [] }
}

/** The mount that a path is on: of those with the longest mount point the last, which hides the others. */
function coverOf(path: string, mounts: readonly MountinfoLine[]): MountinfoLine | undefined {
  return mounts
    .filter(({ mountpoint }) => isBelow(path, mountpoint))
    .reduce<MountinfoLine | undefined>(nearer, undefined)
}

function nearer(best: MountinfoLine | undefined, mount: MountinfoLine): MountinfoLine {
  return best && best.mountpoint.length > mount.mountpoint.length ? best : mount
}

/** The same for each of some paths, among all mounts of a table. */
function coverAll(table: string, paths: readonly string[]): ReadonlyMap<string, MountinfoLine> {
  const covers = new Map<string, MountinfoLine>()
  visitMounts(table, MAX_TABLE_BYTES, (mount) => {
    for (const path of paths) {
      if (isBelow(path, mount.mountpoint)) covers.set(path, nearer(covers.get(path), mount))
    }
  })
  return covers
}

function isBelow(path: string, mountpoint: string): boolean {
  return mountpoint === '/' || path === mountpoint || path.startsWith(`${mountpoint}/`)
}

/** Without its options: overlays have kilobytes of them. */
function toPlace(mount: MountinfoLine, at: string): Place {
  const readOnly = mount.mountOptions.includes('ro') || mount.filesystemOptions.includes('ro')
  return { at, mount: { ...mount, mountOptions: [], filesystemOptions: [] }, readOnly }
}

function askPlace({ at, mount, readOnly }: Place): Looked {
  try {
    const fact = measureRoom(mount, at)
    return { facts: leadsTo(at, mount) ? [withoutDoubt({ ...fact.fields, readOnly }, mount)] : [], notChecked: [] }
  } catch (error) {
    const why = { right: `search permission above ${mount.mountpoint}`, absent: 'it was unmounted meanwhile' }
    return { facts: brokenBy(error, mount), notChecked: [unread(mount.mountpoint, error, why)] }
  }
}

/** The errors with which a mount answers whose other end is gone. */
function brokenBy(error: unknown, { mountpoint: path }: MountinfoLine): Measured[] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOTCONN' || code === 'ESTALE'
    ? [measured<typeof brokenMount>('broken-mount', { path, error: code })]
    : []
}

/** Another mount on top of it, or of a directory above, hides it: then the path leads elsewhere, and nobody can fill what it hides. */
function leadsTo(at: string, { number, type }: MountinfoLine): boolean {
  // Each subvolume of btrfs has a number of its own in stat: https://lwn.net/Articles/866582/
  return type === 'btrfs' || deviceNumber(statSync(at).dev) === number
}

/** The encoding of gnu_dev_makedev in glibc, as `major:minor`. */
function deviceNumber(device: number): string {
  const low = device % 2 ** 32
  const high = Math.floor(device / 2 ** 32)
  const major = ((low >>> 8) & 0xfff) | (high & ~0xfff)
  const minor = (low & 0xff) | ((low >>> 12) & ~0xff)
  return `${major}:${minor}`
}

/** FUSE may count blocks in a unit that Node does not tell (`f_frsize`): then shares are known and bytes are not. */
function withoutDoubt(fields: Measured['fields'], { type }: MountinfoLine): Measured {
  if (LOCAL.test(type)) return { kind: 'filesystem', fields }
  const { sizeBytes: _size, usedBytes: _used, availableBytes: _available, ...shares } = fields
  return { kind: 'filesystem', fields: shares }
}

const MAY_HANG = 'may hang, and is asked only if the agent is told to (--remote, CASEBOOK_AGENT_REMOTE=true)'
const NO_ANCHOR = 'needs a file or leaf directory of it in CASEBOOK_AGENT_ANCHORS'
const DEPTH_TOLD = 4

/** Told by the first directories of the path, because volumes of pods come by the hundred: nobody may think that what is below them was asked. */
function leftOut(mounts: readonly MountinfoLine[], why: string): NotChecked[] {
  const types = new Map<string, string>()
  for (const { mountpoint, type } of mounts) types.set(mountpoint.split('/', DEPTH_TOLD + 1).join('/'), type)
  return [...types].map(([what, type]) => ({ what: what || '/', why: 'missing-right', says: `\`${type}\` ${why}` }))
}

function elsewhere(path: string): NotChecked {
  return { what: path, why: 'not-trusted', says: 'its anchor is on another file system than the path on the node' }
}

function tooMany(left: number): NotChecked {
  return { what: 'further mounts', why: 'budget', says: `at least ${left} mounts beyond ${MOST_MOUNTS} are not asked` }
}
