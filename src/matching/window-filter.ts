/**
 * Finds the places of a text where one of many literals may stand, mostly by not looking.
 *
 * Only every `step`-th place of the text is probed: a few bytes there are hashed, and two bits of a small bitmap, which stays in
 * the processor's cache, say that no literal has such a window. Each literal is therefore known by `step` windows that begin one
 * byte after the other: wherever it stands, one of them falls on a probed place. Where the bits are set, a table tells whose
 * windows they are, and a second window of the same literal, the witness, must be in its place too.
 */
export interface WindowFilter {
  /** Calls `visit` with the owner of each window that may stand between `from` and `to`, from left to right; `MARGIN` bytes around them are read. */
  forEachWindow(text: DataView, from: number, to: number, visit: (owner: number, at: number) => void): void
}

/** Which places are probed, and which bytes are hashed there. */
export interface Sampling {
  readonly step: number
  /** From the first byte that is hashed to the last. */
  readonly span: number
  /** How far the fifth byte that is hashed is from the first. */
  readonly apart: number
  readonly firstMask: number
  readonly secondMask: number
}

/** `width` bytes are hashed: four in a row and the others, when there are more, `apart` bytes after the first. */
export function sampleEvery(step: number, width: number, apart = 4): Sampling {
  const span = width > 4 ? apart + width - 4 : width
  return { step, span, apart, firstMask: maskOf(width), secondMask: maskOf(width - 4) }
}

/** Windows as four numbers each, side by side because fetching them is what a look-up costs; see `ENTRY`. */
export type Windows = Int32Array

/** A window is known by its hash, its witness by its own and by the `distance` to it in bytes, which may be negative. */
export const ENTRY = { size: 4, hash: 0, owner: 1, witness: 2, distance: 3 }

/** A witness stands no further away than this. */
export const FARTHEST = 64
export const MARGIN = FARTHEST + 16

export function compileWindowFilter(sampling: Sampling, windows: Windows): WindowFilter {
  const bitmap = fillBitmap(windows)
  const table = fillTable(windows)
  return {
    forEachWindow(text, from, to, visit) {
      for (
        let at = nextSet(bitmap, sampling, text, from, to);
        at < to;
        at = nextSet(bitmap, sampling, text, at + sampling.step, to)
      )
        visitOwners(table, sampling, text, at, visit)
    },
  }
}

/** The first probed place from `at` on whose bits are set. The hot loop: all that it touches is local. */
function nextSet(bitmap: Bitmap, sampling: Sampling, text: DataView, from: number, to: number): number {
  const { step, apart, firstMask, secondMask } = sampling
  const { words, shift } = bitmap
  for (let at = from; at < to; at += step) {
    const hash = hashOf(text.getInt32(at, true) & firstMask, text.getInt32(at + apart, true) & secondMask)
    const bits = words[hash >>> shift] as number
    if ((bits >>> hash) & (bits >>> (hash >>> 5)) & 1) return at
  }
  return to
}

/** The hash of the window at `at`, the same for both cases of a letter. */
export function windowHash(text: DataView, at: number, { apart, firstMask, secondMask }: Sampling): number {
  return hashOf(text.getInt32(at, true) & firstMask, text.getInt32(at + apart, true) & secondMask)
}

/** ASCII letters of either case differ in this bit of each byte. That it confuses some signs as well costs a look, not a match. */
const CASE_BITS = 0x20202020

function hashOf(first: number, second: number): number {
  const mixed = Math.imul(Math.imul(first | CASE_BITS, 0x9e3779b1) ^ (second | CASE_BITS), 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

/** Keeps the first `bytes` bytes of a little-endian word. */
function maskOf(bytes: number): number {
  if (bytes <= 0) return 0
  return bytes >= 4 ? -1 : (1 << (8 * bytes)) - 1
}

/** A hash's highest bits, which `shift` leaves, tell the word, its lowest the two bits in it. */
interface Bitmap {
  readonly words: Int32Array
  readonly shift: number
}

/** 8 KB to 512 KB: it has to stay in the cache. */
function fillBitmap(windows: Windows): Bitmap {
  const size = Math.max(11, Math.min(17, logSize(windows.length / ENTRY.size / 2)))
  const shift = 32 - size
  const words = new Int32Array(2 ** size)
  for (let i = 0; i < windows.length; i += ENTRY.size) {
    const hash = windows[i + ENTRY.hash] as number
    words[hash >>> shift] = (words[hash >>> shift] as number) | (1 << hash) | (1 << (hash >>> 5))
  }
  return { words, shift }
}

/** The windows by the highest bits of their hashes: those of bucket `b` are at `starts[b]` to `starts[b + 1]`. */
interface Table {
  readonly starts: Int32Array
  readonly shift: number
  readonly sorted: Windows
}

function fillTable(windows: Windows): Table {
  const shift = Math.min(31, 33 - logSize(windows.length / ENTRY.size))
  const starts = new Int32Array(2 ** (32 - shift) + 1)
  for (let i = 0; i < windows.length; i += ENTRY.size) add(starts, ((windows[i] as number) >>> shift) + 1, ENTRY.size)
  for (let bucket = 1; bucket < starts.length; bucket++) add(starts, bucket, starts[bucket - 1] as number)
  const sorted = new Int32Array(windows.length)
  const ends = starts.slice()
  for (let i = 0; i < windows.length; i += ENTRY.size) {
    const slot = add(ends, (windows[i] as number) >>> shift, ENTRY.size) - ENTRY.size
    for (let field = 0; field < ENTRY.size; field++) sorted[slot + field] = windows[i + field] as number
  }
  return { starts, shift, sorted }
}

function logSize(count: number): number {
  return Math.ceil(Math.log2(count + 1))
}

function add(counters: Int32Array, at: number, by: number): number {
  const count = (counters[at] as number) + by
  counters[at] = count
  return count
}

function visitOwners(
  { starts, shift, sorted }: Table,
  sampling: Sampling,
  text: DataView,
  at: number,
  visit: (owner: number, at: number) => void,
): void {
  const hash = windowHash(text, at, sampling)
  const end = starts[(hash >>> shift) + 1] as number
  for (let i = starts[hash >>> shift] as number; i < end; i += ENTRY.size) {
    if (sorted[i + ENTRY.hash] !== hash) continue
    const witness = windowHash(text, at + (sorted[i + ENTRY.distance] as number), sampling)
    if (witness === sorted[i + ENTRY.witness]) visit(sorted[i + ENTRY.owner] as number, at)
  }
}
