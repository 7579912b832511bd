import type { Range } from '../range.ts'

/**
 * The values of `data` and `stringData` in manifests of kind Secret, as YAML and as JSON, over lines or on one line (the
 * annotation `last-applied-configuration` holds the whole manifest again).
 *
 * `kind` may stand before or behind the values: `kubectl get -o yaml` sorts by name.
 */
export function findKubernetesSecrets(text: string): Range[] {
  if (!text.includes('Secret')) return []
  return [...findInlineManifests(text), ...findManifests(text)]
}

const INLINE_DATA = /\\{0,7}"(?:data|stringData)\\{0,7}":\s{0,4}\{([^{}\r\n]+)\}/g
const INLINE_VALUE = /":\s{0,4}\\{0,7}"([^"\\]+)/g

function findInlineManifests(text: string): Range[] {
  return [...text.matchAll(INLINE_DATA)].flatMap((data) => {
    const body = data[1] ?? ''
    const start = data.index + data[0].length - 1 - body.length
    if (!isSecretNearby(text, data.index, start + body.length)) return []
    return [...body.matchAll(INLINE_VALUE)].map((value) => {
      const end = start + value.index + value[0].length
      return { start: end - (value[1] ?? '').length, end }
    })
  })
}

/** `"kind":"Secret"` stands a few names away. */
function isSecretNearby(text: string, start: number, end: number): boolean {
  const around = text.slice(Math.max(0, start - 500), start) + text.slice(end, end + 500)
  return /"kind\\{0,7}":\s{0,4}\\{0,7}"Secret\\{0,7}"/.test(around)
}

/** An object of a manifest, known by the column that its names start in. */
interface Manifest {
  readonly column: number
  isSecret: boolean
  /** Which of the names that a manifest has once were seen. */
  readonly seen: Set<string>
  /** Values below `data` and `stringData`. */
  readonly values: Range[]
  /** The lines that are read now are below `data`. */
  inData: boolean
  /** The column of the names below `data`, once one was seen. */
  valueColumn: number | undefined
}

const NAME = /^([ \t]{0,200})((?:- ){0,3})"?([\w./-]{1,253})"?:(?:[ \t]|$)/
/** A brace or bracket alone on its line. */
const BRACES = /^[ \t]{0,200}[{}[\],]{1,3}\s*$/

/** One pass over the lines. The manifests that are open at a line are on a stack, the innermost last. */
function findManifests(text: string): Range[] {
  const found: Range[] = []
  const open: Manifest[] = []
  for (let start = 0; start <= text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    readLine(text, start, text.charAt(end - 1) === '\r' ? end - 1 : end, open, found)
    start = end + 1
  }
  close(open, 0, found)
  return found
}

function readLine(text: string, start: number, end: number, open: Manifest[], found: Range[]): void {
  const head = text.slice(start, Math.min(end, start + 500))
  if (head.trim() === '' || BRACES.test(head)) return
  const name = NAME.exec(head)
  const indent = head.length - head.trimStart().length
  const innermost = open.at(-1)
  if (innermost?.inData && indent > innermost.column) {
    readDataLine(text, start + indent, end, name, innermost)
    return
  }
  if (innermost) innermost.inData = false
  if (!name) {
    close(open, indent, found)
    return
  }
  readName(name, text.slice(start + name[0].length, Math.min(end, start + 500)).trim(), open, found)
}

function readName(
  [, indent = '', dashes = '', key]: readonly string[],
  value: string,
  open: Manifest[],
  found: Range[],
): void {
  const column = indent.length + dashes.length
  // An item of a list is an object of its own, and so is what follows another with nothing in between.
  close(open, dashes ? indent.length : column + 1, found)
  const isOnce = key === 'kind' || key === 'apiVersion'
  if (isOnce && open.at(-1)?.column === column && open.at(-1)?.seen.has(key)) close(open, column, found)
  if (open.at(-1)?.column !== column) open.push(manifestAt(column))
  const manifest = open.at(-1)
  if (!manifest) return
  if (isOnce) manifest.seen.add(key)
  if (key === 'kind') manifest.isSecret = /^"?Secret"?,?$/.test(value)
  if ((key === 'data' || key === 'stringData') && /^\{?$/.test(value)) {
    manifest.inData = true
    manifest.valueColumn = undefined
  }
}

function manifestAt(column: number): Manifest {
  return { column, isSecret: false, seen: new Set(), values: [], inData: false, valueColumn: undefined }
}

/** `name: value` directly below `data`, or a line of a value over lines. */
function readDataLine(
  text: string,
  start: number,
  end: number,
  name: RegExpExecArray | null,
  manifest: Manifest,
): void {
  const column = name ? (name[1]?.length ?? 0) : undefined
  const isEntry = name && (manifest.valueColumn === undefined || column === manifest.valueColumn)
  if (isEntry) manifest.valueColumn = column
  const from = isEntry ? start - (name[1]?.length ?? 0) + name[0].length : start
  const value = trimmed(text, from, end)
  if (value && !/^[|>][-+\d]{0,2}$/.test(text.slice(value.start, Math.min(value.end, value.start + 5))))
    manifest.values.push(value)
}

/** Without blanks, quotes and commas around it. Undefined when nothing is left. */
function trimmed(text: string, from: number, to: number): Range | undefined {
  let [start, end] = [from, to]
  while (start < end && /[\s"']/.test(text.charAt(start))) start++
  while (end > start && /[\s"',]/.test(text.charAt(end - 1))) end--
  return end > start ? { start, end } : undefined
}

/** Ends the manifests that start in `column` or to the right of it. */
function close(open: Manifest[], column: number, found: Range[]): void {
  for (let last = open.at(-1); last && last.column >= column; last = open.at(-1)) {
    if (last.isSecret) for (const value of last.values) found.push(value)
    open.pop()
  }
}
