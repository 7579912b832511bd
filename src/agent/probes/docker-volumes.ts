import { lstatSync } from 'node:fs'
import type directory from '../../facts/directory.ts'
import type dockerVolumes from '../../facts/docker-volumes.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { askList, DOCKER_SOCKET } from '../docker/docker-api.ts'
import { readVolume, seenBelow, type Volume } from '../docker/volume.ts'
import type { NodeView } from '../node-view.ts'

const DIRECTORIES_MAX = 5_000
const STAT_MS = 1_000
/** The largest are told: that of a directory with a million entries is some ten MB large itself. */
const ROWS_MAX = 5

/**
 * Two pieces, since the directories may lie on a disk that hangs: what dockerd says of its volumes, and how large and
 * how linked the directories of the largest are. dockerd holds one lock for all volumes while it deletes one, so that
 * its silence to this question alone is telling.
 */
const dockerVolumesProbe: Probe<NodeView> = {
  summary: 'Counts docker volumes, anonymous and dangling ones, and finds the directories that grew large.',
  yields: ['docker-volumes', 'directory', 'runtime-answer'],
  rights: [DOCKER_SOCKET],
  deadlineMs: 5_000,
  pieces: () => [
    { name: 'the list of docker volumes', pool: 'kernel', task: 'list' },
    { name: 'the directories of docker volumes', pool: 'local', task: 'directories' },
  ],
  look: (view, piece) => (piece.task === 'directories' ? lookAtDirectories(view) : lookAtList(view)),
}

export default dockerVolumesProbe

async function lookAtList(view: NodeView): Promise<Looked> {
  const all = { count: 0, anonymous: 0 }
  let dangling = 0
  const listed = await askList(view, 'volumes', (item) => {
    const volume = readVolume(item)
    if (volume) all.count++
    if (volume?.anonymous) all.anonymous++
  })
  if (listed.ended === undefined) return listed
  const unused = await askList(view, 'dangling-volumes', (item) => {
    if (readVolume(item)) dangling++
  })
  const known = unused.ended === undefined ? undefined : dangling
  const atLeast = listed.ended === 'cut' || unused.ended === 'cut'
  return {
    facts: [...listed.facts, measured<typeof dockerVolumes>('docker-volumes', { ...all, dangling: known, atLeast })],
    notChecked: [...listed.notChecked, ...unused.notChecked],
  }
}

async function lookAtDirectories(view: NodeView): Promise<Looked> {
  const volumes: Volume[] = []
  const { ended, notChecked } = await askList(view, 'volumes', (item) => {
    const volume = readVolume(item)
    if (volume?.directory && volumes.length < DIRECTORIES_MAX) volumes.push(volume)
  })
  if (ended === undefined) return { facts: [], notChecked }
  const { sizes, missed } = statAll(view, volumes)
  const rows = sizes.sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, ROWS_MAX)
  return { facts: rows.map((row): Measured => measured<typeof directory>('directory', row)), notChecked: missed }
}

interface Size {
  readonly path: string
  readonly links: number
  readonly sizeBytes: number
}

/** Looks at each directory itself, never into it: reading millions of entries would slow their removal down. */
function statAll(view: NodeView, volumes: readonly Volume[]): { sizes: Size[]; missed: NotChecked[] } {
  const end = performance.now() + STAT_MS
  const sizes: Size[] = []
  for (const { directory: path = '' } of volumes) {
    if (performance.now() > end) return { sizes, missed: [outOfTime(sizes.length, volumes.length)] }
    const size = statOne(view, path)
    if (size === 'forbidden') return { sizes, missed: [forbidden(path)] }
    if (size) sizes.push(size)
  }
  return { sizes, missed: [] }
}

function statOne(view: NodeView, path: string): Size | 'forbidden' | undefined {
  const at = seenBelow(view, path)
  if (at === undefined) return 'forbidden'
  try {
    const { nlink, size } = lstatSync(at)
    return { path, links: nlink, sizeBytes: size }
  } catch (error) {
    const denied = error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
    return denied ? 'forbidden' : undefined
  }
}

function forbidden(path: string): NotChecked {
  const says = `the directory of docker's volumes has to be given to the agent, with the right to search it: ${path.slice(0, 200)}`
  return { what: 'the directories of docker volumes', why: 'missing-right', says }
}

function outOfTime(done: number, of: number): NotChecked {
  const says = `looked at ${done} of ${of} directories in ${STAT_MS / 1000} s`
  return { what: 'the directories of docker volumes', why: 'budget', says }
}
