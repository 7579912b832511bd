import type { z } from 'zod'
import dockerEngine from '../facts/docker-engine.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { findPipeline, findPipelineAbove } from './text/pipeline.ts'
import { words } from './text/words.ts'

const COMMANDS = ['docker info', 'docker system info']

/**
 * `docker info`, whole or through `| grep`: the lines about the server, one row for each run of them.
 *
 * Understood from 17.x (where they stand at the margin) to 29 (under `Server:`, below the client's lines).
 *
 * Refused: `-f` templates, podman and nerdctl (whose `Server Version: v1.7` is containerd's), the kernel in
 * `kubectl describe node`.
 */
const dockerInfo: Parser = {
  command: 'docker info',
  cues: [
    'Server Version:',
    'Storage Driver:',
    'Cgroup Driver:',
    'Docker Root Dir:',
    'Live Restore Enabled:',
    ...COMMANDS,
  ],
  sample: `Server:
 Containers: 9
  Running: 3
  Paused: 1
  Stopped: 5
 Images: 3
 Server Version: 20.10.24+dfsg1
 Storage Driver: overlay2
  Backing Filesystem: extfs
  Supports d_type: true
  Native Overlay Diff: true
 Logging Driver: json-file
 Cgroup Driver: cgroupfs
 Cgroup Version: 1
 Kernel Version: 6.1.0-18-amd64
 Docker Root Dir: /var/lib/docker
 Live Restore Enabled: false`,
  read(lines, at) {
    const commanded = findPipeline(lines[at] ?? '', COMMANDS) !== undefined
    const from = commanded ? at + 1 : firstLine(lines, at)
    const { fields, first, last, to } = collect(lines, from)
    if (to <= at) return undefined
    const facts =
      first !== undefined && isDocker(lines, first, fields) ? [observe(dockerEngine, fields, first, last)] : []
    return { facts, from: Math.min(at, from), to }
  },
}

export default dockerInfo

type Engine = {
  -readonly [Field in keyof z.infer<typeof dockerEngine.schema>]: z.infer<typeof dockerEngine.schema>[Field] | undefined
}

interface Block {
  readonly fields: Engine
  readonly first: number | undefined
  readonly last: number
  readonly to: number
}

const MAX_LINES = 150

/** What stands above the server's version. */
const COUNTS = new Set(['Containers', 'Running', 'Paused', 'Stopped', 'Images'])

const READ: ReadonlyMap<string, (value: string) => Engine> = new Map<string, (value: string) => Engine>([
  ['Containers', (value) => ({ containers: count(value) })],
  ['Running', (value) => ({ containersRunning: count(value) })],
  ['Images', (value) => ({ images: count(value) })],
  ['Server Version', (value) => ({ version: /^v?\d/.test(value) ? word(value) : undefined })],
  ['Storage Driver', (value) => ({ storageDriver: word(value) })],
  ['Backing Filesystem', (value) => ({ backingFilesystem: word(value) })],
  ['Supports d_type', (value) => ({ supportsDType: yesOrNo(value) })],
  ['Cgroup Driver', (value) => ({ cgroupDriver: word(value) })],
  ['Cgroup Version', (value) => ({ cgroupVersion: count(value) })],
  ['Kernel Version', (value) => ({ kernelRelease: word(value) })],
  ['Docker Root Dir', (value) => ({ rootDir: value.startsWith('/') ? value : undefined })],
  ['Live Restore Enabled', (value) => ({ liveRestore: yesOrNo(value) })],
])

/** `oc version` prints a `Server Version:` too, nerdctl one with a `v`. */
function isDocker(lines: readonly string[], first: number, fields: Engine): boolean {
  const { version, storageDriver, cgroupDriver, rootDir, liveRestore } = fields
  if (version?.startsWith('v')) return false
  const peculiar = [storageDriver, cgroupDriver, rootDir, liveRestore].some((field) => field !== undefined)
  return peculiar || findPipelineAbove(lines, first, COMMANDS) !== undefined
}

function firstLine(lines: readonly string[], at: number): number {
  let from = at
  while (from > 0 && from > at - COUNTS.size && COUNTS.has(labelOf(lines[from - 1] ?? '') ?? '')) from--
  return from
}

/** Reads on until a line is not of `docker info`, or says again what was said: the start of another node's. */
function collect(lines: readonly string[], from: number): Block {
  const fields: Engine = {}
  let first: number | undefined
  let last = from
  let to = from
  for (; to < Math.min(lines.length, from + MAX_LINES); to++) {
    const line = lines[to] ?? ''
    if (!belongs(line)) break
    const seen = readLine(line)
    if (Object.keys(seen).some((field) => field in fields)) break
    if (Object.keys(seen).length === 0) continue
    Object.assign(fields, seen)
    first ??= to
    last = to
  }
  return { fields, first, last, to }
}

function belongs(line: string): boolean {
  return labelOf(line) !== undefined || (/^\s/.test(line) && line.trim() !== '') || line.startsWith('WARNING')
}

function readLine(line: string): Engine {
  const label = labelOf(line) ?? ''
  const read = READ.get(label)
  if (!read) return {}
  const seen = read(line.slice(line.indexOf(':') + 1, 500).trim())
  return Object.values(seen).some((value) => value !== undefined) ? seen : {}
}

function labelOf(line: string): string | undefined {
  return /^\s{0,4}([A-Za-z][\w ./-]{0,40}):/.exec(line.slice(0, 60))?.[1]
}

function count(value: string): number | undefined {
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

/** `<unknown>` is no word. */
function word(value: string): string | undefined {
  const [first] = words(value)
  return first && /^\w/.test(first) ? first : undefined
}

function yesOrNo(value: string): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined
}
