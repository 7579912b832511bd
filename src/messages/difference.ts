/** A line of a difference: `+` is new, `-` is gone, a blank stands before what stayed, `…` for what stayed and is not shown. */
export interface DifferenceLine {
  readonly mark: '+' | '-' | ' ' | '…'
  readonly text: string
}

/** What differs between two texts, line by line, with two lines around each change. Texts that are too different are shown as gone and new. */
export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  const head = sharedHead(a, b)
  const tail = sharedTail(a.slice(head), b.slice(head))
  const middle = compare(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  const same = (lines: readonly string[]) => lines.map((text): DifferenceLine => ({ mark: ' ', text }))
  return folded([...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))])
}

export function writtenDifference(lines: readonly DifferenceLine[]): string {
  return lines.map(({ mark, text }) => (mark === '…' ? '…' : `${mark} ${text}`)).join('\n')
}

const AROUND = 2
/** The table of two texts with a thousand lines each. */
const MAX_CELLS = 1_000_000

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function sharedHead(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
}

function sharedTail(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.at(-1 - length) === b.at(-1 - length)) length++
  return length
}

function compare(a: readonly string[], b: readonly string[]): DifferenceLine[] {
  const gone = (text: string): DifferenceLine => ({ mark: '-', text })
  const added = (text: string): DifferenceLine => ({ mark: '+', text })
  if (a.length * b.length > MAX_CELLS) return [...a.map(gone), ...b.map(added)]
  const longest = longestShared(a, b)
  const lines: DifferenceLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: ' ', text: a[i] ?? '' })
      i++
      j++
    } else if (j === b.length || (i < a.length && longest(i + 1, j) >= longest(i, j + 1)))
      lines.push(gone(a[i++] ?? ''))
    else lines.push(added(b[j++] ?? ''))
  }
  return lines
}

/** How many lines the texts have in common, in order, from two places on. */
function longestShared(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1
  const table = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => table[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  return at
}

/** Keeps what is near a change. */
function folded(lines: readonly DifferenceLine[]): DifferenceLine[] {
  const changes = lines.flatMap(({ mark }, at) => (mark === ' ' ? [] : [at]))
  const shown = new Set(changes.flatMap((at) => Array.from({ length: 2 * AROUND + 1 }, (_, i) => at - AROUND + i)))
  return lines.flatMap((line, at): DifferenceLine[] => {
    if (shown.has(at)) return [line]
    return shown.has(at - 1) || (at === 0 && changes.length > 0) ? [{ mark: '…', text: '' }] : []
  })
}
