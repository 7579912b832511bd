import { type Dir, opendirSync, statSync } from 'node:fs'
import type directory from '../../facts/directory.ts'
import { type Looked, measured, type NotChecked, type Piece, type Probe } from '../../model/probe.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { unread } from './reading/unread.ts'

/** Directories of the node that grow without end when something leaks. */
const LEAKING = [
  '/var/lib/docker/volumes',
  '/var/lib/docker/overlay2',
  '/var/lib/docker/containers',
  '/var/lib/docker/image/overlay2/layerdb/mounts',
  '/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots',
  '/run/containerd/io.containerd.runtime.v2.task/k8s.io',
  '/run/containerd/io.containerd.runtime.v2.task/moby',
  '/var/lib/kubelet/pods',
  '/var/log/pods',
  '/tmp',
  '/var/tmp',
  '/sys/fs/cgroup',
]

const MAX_ENTRIES = 100_000
const MAX_MS = 700
/** Entries that the kernel is asked for at a time. */
const BATCH = 512

/** Counts entries with opendir, which holds one batch; readdir of five million would take half a gigabyte. */
const probe: Probe<NodeView> = {
  summary: 'Link count, size and number of entries of directories that leak.',
  yields: ['directory'],
  rights: [
    {
      right: 'CAP_DAC_READ_SEARCH, to count the entries of directories of root only',
      price: 'reads every file of the node that is mounted into the agent',
    },
  ],
  deadlineMs: 1_000,
  pieces: (): Piece[] => LEAKING.map((path) => ({ name: path, pool: 'local', task: path })),
  look(view, piece): Looked {
    const path = LEAKING.find((known) => known === piece.task)
    const at = path === undefined ? undefined : seenAt(view, path)
    if (path === undefined || at === undefined) return { facts: [], notChecked: [notMounted(piece.name)] }
    return lookInto(path, at)
  },
}

export default probe

function lookInto(path: string, at: string): Looked {
  try {
    const stats = statSync(at)
    if (!stats.isDirectory()) return { facts: [], notChecked: [noDirectory(path)] }
    const { nlink: links, size: sizeBytes } = stats
    const { entries, atLeast, notChecked } = countEntries(path, at)
    return {
      facts: [measured<typeof directory>('directory', { path, links, sizeBytes, entries, atLeast })],
      notChecked,
    }
  } catch (error) {
    return { facts: [], notChecked: [refused(path, error)] }
  }
}

interface Count {
  readonly entries: number | undefined
  readonly atLeast: boolean | undefined
  readonly notChecked: readonly NotChecked[]
}

function countEntries(path: string, at: string): Count {
  try {
    const entries = opendirSync(at, { bufferSize: BATCH })
    try {
      return { ...countBounded(entries), notChecked: [] }
    } finally {
      entries.closeSync()
    }
  } catch (error) {
    return { entries: undefined, atLeast: undefined, notChecked: [refused(path, error)] }
  }
}

function countBounded(entries: Dir): { entries: number; atLeast: boolean } {
  const end = Date.now() + MAX_MS
  let count = 0
  while (entries.readSync() !== null) {
    count++
    if (count >= MAX_ENTRIES || (count % BATCH === 0 && Date.now() >= end)) return { entries: count, atLeast: true }
  }
  return { entries: count, atLeast: false }
}

function refused(path: string, error: unknown): NotChecked {
  return unread(path, error, { right: 'CAP_DAC_READ_SEARCH', absent: 'the node has no such directory' })
}

function noDirectory(path: string): NotChecked {
  return { what: path, why: 'not-here', says: 'the node has something else there than a directory' }
}

function notMounted(path: string): NotChecked {
  return { what: path, why: 'missing-right', says: 'is not mounted into the agent' }
}
