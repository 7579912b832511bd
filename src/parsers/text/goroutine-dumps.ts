import { type GoProcess, judgeProcesses } from './go-process.ts'
import { type Goroutine, readGoroutineHeader, takeStackLine } from './goroutine.ts'
import { afterLogPrefix } from './log-prefix.ts'

/** The goroutines of one process in one dump. */
export interface Dump {
  readonly process: GoProcess
  readonly goroutines: readonly Goroutine[]
}

/** A message of a log that holds a whole dump is cut here; journald cuts at 48 KiB. */
const MESSAGE_MAX = 1 << 20
const LINE_MAX = 2_500
const FRAMES_MAX = 300
/** One of each runs on a node; of the others two dumps may well be of two processes. */
const ONLY_ONE: readonly GoProcess[] = ['dockerd', 'containerd', 'kubelet']

/**
 * All stack dumps from line `from` on. Goroutines of dockerd, containerd or kubelet that stand apart, with prose
 * between, are one dump as long as no goroutine is in it twice.
 */
export function readDumps(lines: readonly string[], from: number): Dump[] {
  const pieces = readPieces(lines, from)
  const dumps: { process: GoProcess; goroutines: Goroutine[] }[] = []
  const latest = new Map<GoProcess, { dump: (typeof dumps)[number]; ids: Set<string | undefined> }>()
  for (const { process, goroutines } of pieces.flatMap(byProcess)) {
    const ids = goroutines.map((goroutine) => goroutine.id)
    const earlier = ONLY_ONE.includes(process) ? latest.get(process) : undefined
    if (earlier && ids.every((id) => id !== undefined && !earlier.ids.has(id))) {
      earlier.dump.goroutines.push(...goroutines)
      for (const id of ids) earlier.ids.add(id)
      continue
    }
    const dump = { process, goroutines: [...goroutines] }
    dumps.push(dump)
    latest.set(process, { dump, ids: new Set(ids) })
  }
  return dumps
}

/** Runs of goroutines without a foreign line between and without the same goroutine twice. */
function readPieces(lines: readonly string[], from: number): Goroutine[][] {
  const pieces: Goroutine[][] = []
  /** Of each goroutine, the piece that it was in last. */
  const lastIn = new Map<string, number>()
  let current: Goroutine | undefined
  for (const { text, at } of stackLines(lines, from)) {
    const opening = readGoroutineHeader(text)
    if (opening) {
      const repeated = opening.id !== undefined && lastIn.get(opening.id) === pieces.length
      if (!current || repeated) pieces.push([])
      current = { ...opening, frames: [], createdBy: undefined, first: at, last: at }
      pieces.at(-1)?.push(current)
      if (current.id !== undefined) lastIn.set(current.id, pieces.length)
    } else if (current && (current.frames.length >= FRAMES_MAX || !takeStackLine(current, text, at)))
      current = undefined
  }
  return pieces
}

/** The lines that may be a stack's, without log prefix and indent; a message with `\n` in it is several. */
function* stackLines(lines: readonly string[], from: number): Generator<{ text: string; at: number }> {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const parts = isEscapedDump(line)
      ? line.slice(0, MESSAGE_MAX).split('\\n')
      : [afterLogPrefix(line.slice(0, LINE_MAX))]
    for (const part of parts) {
      const text = part
        .slice(0, LINE_MAX)
        .replace(/^\\{1,8}t/, '')
        .trim()
      if (text !== '') yield { text, at }
    }
  }
}

function isEscapedDump(line: string): boolean {
  const start = line.slice(0, MESSAGE_MAX)
  return start.includes('\\n') && (start.includes('goroutine ') || start.includes('.go:'))
}

function byProcess(piece: readonly Goroutine[]): Dump[] {
  const processes = judgeProcesses(piece)
  return [...new Set(processes)].map((process) => ({
    process,
    goroutines: piece.filter((_, i) => processes[i] === process),
  }))
}
