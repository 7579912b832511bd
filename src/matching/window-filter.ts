/**
 * Finds the places of a text where one of many literals may stand, mostly by not looking.
 *
 * Only every `step`-th place of the text is probed: eight bytes there are hashed, and two bits of a bitmap, small enough for the
 * processor's cache, say that no literal has such a window. Each literal is therefore known by `step` windows that begin one
 * byte after the other: wherever it stands, one of them falls on a probed place. Where the bits are set, four more bytes and
 * bits decide, which lie beside the first ones. What is left, hardly more than there is to find, a table tells the owners of,
 * and two more windows of the same literal, the witnesses at its ends, must be in their places too.
 *
 * What this costs is fetching from memory. Hence the two kinds of bits side by side, and probing and looking up in turn, many
 * places at a time: in a short loop the processor has many fetches under way at once.
 */
export interface WindowFilter {
  /** Calls `visit` with the owner of each window that may stand between `from` and `to`, from left to right; `MARGIN` bytes around them are read. */
  forEachWindow(text: DataView, from: number, to: number, visit: (owner: number, at: number) => void): void
}

/** Which places are probed, and which bytes are hashed there: of three words those that the masks keep. */
export interface Sampling {
  readonly step: number
  /** From the first byte that is hashed to the last. */
  readonly span: number
  readonly firstMask: number
  /** How far the second word is from the first. */
  readonly second: number
  readonly secondMask: number
  /** How far the word is that is hashed only where the other two are known. */
  readonly third: number
  readonly thirdMask: number
}

/** `width` bytes in a row, at most 12. Those at both ends come first: what is far apart says more than what stands side by side. */
export function sampleEvery(step: number, width: number): Sampling {
  const second = width > 8 ? 8 : 4
  const [firstMask, secondMask] = [maskOf(width), maskOf(width - second)]
  return { step, span: width, firstMask, second, secondMask, third: 4, thirdMask: width > 8 ? -1 : 0 }
}

/** The windows by which some owners are known. */
export interface Anchors {
  readonly sampling: Sampling
  /** For each window the hash of its first two words. */
  readonly beginnings: Int32Array
  /** For each window four numbers, side by side because fetching them is what a look-up costs; see `ENTRY`. */
  readonly windows: Int32Array
}

/** A window is known by its hash, its witnesses by the hash of both and by the bytes to the one `before` and the one `after` it. */
export const ENTRY = { size: 4, hash: 0, owner: 1, witnesses: 2, distances: 3 }

/** Witnesses stand no further away than this. */
export const FARTHEST = 64
export const MARGIN = FARTHEST + 16

export function compileWindowFilter(anchors: Anchors): WindowFilter {
  const { sampling } = anchors
  const bitmap = fillBitmap(anchors)
  const table = fillTable(anchors.windows)
  const batch: Batch = { places: new Int32Array(BATCH), hashes: new Int32Array(BATCH) }
  return {
    forEachWindow(text, from, to, visit) {
      const stretch = BATCH * sampling.step
      for (let start = from; start < to; start += stretch) {
        const noted = noteBeginnings(bitmap, sampling, text, start, Math.min(to, start + stretch), batch)
        const whole = keepWhole(bitmap, sampling, text, noted, batch)
        const count = keepKnown(table, whole, batch)
        for (let i = 0; i < count; i++) visitOwners(table, sampling, text, batch, i, visit)
      }
    },
  }
}

/** How many places are probed in turn. */
const BATCH = 2048

/** Places that are left, and the hashes of what stands there. */
interface Batch {
  readonly places: Int32Array
  readonly hashes: Int32Array
}

/** Notes each probed place whose window begins like one that is looked for, and returns how many. The hot loop: all that it touches is local. */
function noteBeginnings(
  { words, shift }: Bitmap,
  { step, firstMask, second, secondMask }: Sampling,
  text: DataView,
  from: number,
  to: number,
  { places, hashes }: Batch,
): number {
  let count = 0
  for (let at = from; at < to; at += step) {
    const hash = hashOf(text.getInt32(at, true) & firstMask, text.getInt32(at + second, true) & secondMask)
    if (!areSet(words[hash >>> shift] as number, hash)) continue
    places[count] = at
    hashes[count++] = hash
  }
  return count
}

/** Of the first `noted` places, those whose whole window may be looked for. */
function keepWhole(
  { words, shift }: Bitmap,
  { third, thirdMask }: Sampling,
  text: DataView,
  noted: number,
  { places, hashes }: Batch,
): number {
  let count = 0
  for (let i = 0; i < noted; i++) {
    const at = places[i] as number
    const beginning = hashes[i] as number
    const hash = mix(beginning, (text.getInt32(at + third, true) & thirdMask) | CASE_BITS)
    if (!areSet(words[(beginning >>> shift) ^ 1] as number, hash)) continue
    places[count] = at
    hashes[count++] = hash
  }
  return count
}

/** Of those, the ones whose bucket is not empty nor holds another window alone. */
function keepKnown({ starts, shift, sorted }: Table, noted: number, { places, hashes }: Batch): number {
  let count = 0
  for (let i = 0; i < noted; i++) {
    const hash = hashes[i] as number
    const start = starts[hash >>> shift] as number
    const length = (starts[(hash >>> shift) + 1] as number) - start
    places[count] = places[i] as number
    hashes[count] = hash
    if (length > ENTRY.size || (length > 0 && sorted[start] === hash)) count++
  }
  return count
}

/** The hash of the first two words of the window at `at`, the same for both cases of a letter. */
export function beginningHash(text: DataView, at: number, { firstMask, second, secondMask }: Sampling): number {
  return hashOf(text.getInt32(at, true) & firstMask, text.getInt32(at + second, true) & secondMask)
}

/** The hash of all of it. */
export function windowHash(text: DataView, at: number, sampling: Sampling): number {
  return mix(
    beginningHash(text, at, sampling),
    (text.getInt32(at + sampling.third, true) & sampling.thirdMask) | CASE_BITS,
  )
}

/** The hash of the windows that begin `before` bytes before `at` and `after` bytes after it. */
export function witnessesHash(text: DataView, at: number, distances: number, sampling: Sampling): number {
  return mix(windowHash(text, at - (distances >>> 16), sampling), windowHash(text, at + (distances & 0xffff), sampling))
}

/** Both in one number. */
export function packDistances(before: number, after: number): number {
  return (before << 16) | after
}

/** ASCII letters of either case differ in this bit of each byte. That it confuses some signs as well costs a look, not a match. */
const CASE_BITS = 0x20202020

function hashOf(first: number, second: number): number {
  return mix(first | CASE_BITS, second | CASE_BITS)
}

function mix(first: number, second: number): number {
  const mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

/** Keeps the first `bytes` bytes of a little-endian word. */
function maskOf(bytes: number): number {
  if (bytes <= 0) return 0
  return bytes >= 4 ? -1 : (1 << (8 * bytes)) - 1
}

/** The highest bits of a beginning's hash, which `shift` leaves, tell its word. The word beside it, of the same pair, is for the hash of the whole. */
interface Bitmap {
  readonly words: Int32Array
  readonly shift: number
}

/** 8 KB to 1 MB: the larger, the fewer places are left; the smaller, the more of it stays in the cache. */
function fillBitmap({ beginnings, windows }: Anchors): Bitmap {
  const shift = 32 - Math.max(11, Math.min(18, logSize(beginnings.length / 2)))
  const words = new Int32Array(2 ** (32 - shift))
  for (let i = 0; i < beginnings.length; i++) {
    const beginning = beginnings[i] as number
    const word = beginning >>> shift
    words[word] = (words[word] as number) | bitsOf(beginning)
    words[word ^ 1] = (words[word ^ 1] as number) | bitsOf(windows[i * ENTRY.size + ENTRY.hash] as number)
  }
  return { words, shift }
}

/** The lowest bits of a hash tell two bits of its word. */
function bitsOf(hash: number): number {
  return (1 << hash) | (1 << (hash >>> 5))
}

function areSet(word: number, hash: number): boolean {
  return ((word >>> hash) & (word >>> (hash >>> 5)) & 1) !== 0
}

/** The windows by the highest bits of their hashes: those of bucket `b` are at `starts[b]` to `starts[b + 1]`. */
interface Table {
  readonly starts: Int32Array
  readonly shift: number
  readonly sorted: Int32Array
}

function fillTable(windows: Int32Array): Table {
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
  { places, hashes }: Batch,
  index: number,
  visit: (owner: number, at: number) => void,
): void {
  const at = places[index] as number
  const hash = hashes[index] as number
  const end = starts[(hash >>> shift) + 1] as number
  for (let i = starts[hash >>> shift] as number; i < end; i += ENTRY.size) {
    if (sorted[i + ENTRY.hash] !== hash) continue
    const witnesses = witnessesHash(text, at, sorted[i + ENTRY.distances] as number, sampling)
    if (witnesses === sorted[i + ENTRY.witnesses]) visit(sorted[i + ENTRY.owner] as number, at)
  }
}
