import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statfsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { loadFolder } from '../../folder.ts'
import type { Looked, Pool, Probe } from '../../model/probe.ts'
import { takeLowestPriority } from '../lowest-priority.ts'
import type { NodeView } from '../node-view.ts'
import type { Described, Errand, Reply, Request } from './exchange.ts'

/** Rows of one piece that are passed on. */
const MOST_FACTS = 5000
const MOST_NOT_CHECKED = 500
const MOST_PIECES = 2000

/** One of the processes in which probes look. It does one thing at a time, and is killed when that hangs. */
const errand = JSON.parse(process.argv[2] ?? '') as Errand
let probes: ReadonlyMap<string, Probe<NodeView>> = new Map()

process.on('disconnect', () => process.exit())
process.on('message', (request: Request) => void reply(() => answer(request, errand.view)))
await reply(getReady)
takeLowestPriority()

async function reply(answer: () => Promise<Reply>): Promise<void> {
  try {
    send(await answer())
  } catch (error) {
    send({ type: 'failed', says: error instanceof Error ? error.message : String(error) })
  }
}

async function answer(request: Request, view: NodeView): Promise<Reply> {
  if (request.type === 'mounts') return { type: 'mounts', digest: digestOfMounts(view) }
  const probe = probes.get(request.probe)
  if (!probe) return { type: 'failed', says: `there is no probe \`${request.probe}\`` }
  if (request.type === 'plan') return { type: 'planned', pieces: (probe.pieces?.(view) ?? []).slice(0, MOST_PIECES) }
  return { type: 'looked', looked: bounded(await probe.look(view, request.piece)) }
}

function bounded({ facts, notChecked }: Looked): Looked {
  if (facts.length <= MOST_FACTS) return { facts, notChecked: notChecked.slice(0, MOST_NOT_CHECKED) }
  const rest = facts.length - MOST_FACTS
  const left = { what: 'further rows', why: 'budget', says: `${rest} rows beyond ${MOST_FACTS} are left out` } as const
  return { facts: facts.slice(0, MOST_FACTS), notChecked: [left, ...notChecked].slice(0, MOST_NOT_CHECKED) }
}

/** In pieces, because there are tables of ten megabytes. */
function digestOfMounts(view: NodeView): string {
  const hash = createHash('sha1')
  const file = openSync(join(view.proc, 'self/mountinfo'), 'r')
  try {
    const chunk = Buffer.allocUnsafe(64 * 1024)
    for (let size = 1; size > 0; ) {
      size = readSync(file, chunk)
      hash.update(chunk.subarray(0, size))
    }
    return hash.digest('hex')
  } finally {
    closeSync(file)
  }
}

/** The threads of `fs/promises` are made at its first use: later the node may have no process left to give. */
async function getReady(): Promise<Reply> {
  probes = await loadProbes(errand)
  statfsSync('/proc')
  await readFile('/proc/self/stat')
  return { type: 'ready', probes: [...probes].map(describe) }
}

async function loadProbes({ folder, probes }: Errand): Promise<ReadonlyMap<string, Probe<NodeView>>> {
  if (probes === undefined) return loadFolder(new URL(folder))
  const extension = extname(import.meta.url)
  const modules = await Promise.all(probes.map((id) => import(new URL(`${id}${extension}`, folder).href)))
  return new Map(probes.map((id, i) => [id, modules[i].default]))
}

function describe([id, probe]: readonly [string, Probe<NodeView>]): Described {
  const { summary, yields, deadlineMs, allPiecesMs } = probe
  const hasPieces = probe.pieces !== undefined
  return { id, summary, yields, deadlineMs, allPiecesMs, hasPieces, pools: probe.pools ?? poolsNow(probe) }
}

function poolsNow({ pieces }: Probe<NodeView>): readonly Pool[] {
  return [...new Set(pieces?.(errand.view).map(({ pool }) => pool) ?? [])]
}

/** A supervisor that is gone hears nothing, and there is nobody to tell. */
function send(message: Reply): void {
  if (process.connected) process.send?.(message)
}
