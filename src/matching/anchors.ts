import type { Template } from '../model/template.ts'
import {
  type Anchors,
  beginningHash,
  ENTRY,
  FARTHEST,
  packDistances,
  type Sampling,
  sampleEvery,
  windowHash,
  witnessesHash,
} from './window-filter.ts'

/**
 * The longer a literal, the fewer places have to be probed for it, and the less its window is found by chance. A template
 * belongs to the first sampling for which one of its literals is long enough.
 */
const SAMPLINGS: readonly Sampling[] = [
  sampleEvery(4, 12),
  sampleEvery(4, 8),
  sampleEvery(4, 5),
  sampleEvery(1, 4),
  sampleEvery(1, 3),
  sampleEvery(1, 2),
  sampleEvery(1, 1),
]

/** Each sampling costs a pass over the text, and few windows are rare enough when they are short. */
const FEW = 1000
const SAMPLINGS_FOR_FEW: readonly Sampling[] = [
  sampleEvery(4, 5),
  sampleEvery(1, 3),
  sampleEvery(1, 2),
  sampleEvery(1, 1),
]

/**
 * Anchors each template at the stretch of its literals that is least common in the literals of all: in the texts that such
 * templates are written for it will be rare too.
 */
export function chooseAnchors(templates: readonly Template[]): Anchors[] {
  const samplings = templates.length <= FEW ? SAMPLINGS_FOR_FEW : SAMPLINGS
  const owners = samplings.map((): number[] => [])
  for (const [owner, template] of templates.entries()) owners[samplingOf(template, samplings)]?.push(owner)
  return samplings.flatMap((sampling, i) => {
    const members = owners[i] ?? []
    return members.length > 0 ? [anchorMembers(templates, members, sampling)] : []
  })
}

/** One byte for each UTF-16 unit, its lower half: places in the bytes are places in the string, and what gets confused is told apart by the search. */
export const ONE_BYTE_EACH = 'latin1'

function samplingOf(template: Template, samplings: readonly Sampling[]): number {
  let longest = 0
  for (const part of template.parts) if ('literal' in part) longest = Math.max(longest, part.literal.length)
  return samplings.findIndex((sampling) => longest >= shortestLiteral(sampling))
}

function shortestLiteral({ span, step }: Sampling): number {
  return span + step - 1
}

function anchorMembers(templates: readonly Template[], members: readonly number[], sampling: Sampling): Anchors {
  const literals = gatherLiterals(templates, members, sampling)
  const counts = countWindows(literals, sampling)
  const count = members.length * sampling.step
  const anchors = { sampling, beginnings: new Int32Array(count), windows: new Int32Array(count * ENTRY.size) }
  let filled = 0
  let rarest: Stretch | undefined
  for (const [i, literal] of literals.list.entries()) {
    const stretch = rarestStretch(literal, literals.bytes, sampling, counts)
    if (!rarest || stretch.commonness < rarest.commonness) rarest = stretch
    if (literals.list[i + 1]?.owner === literal.owner) continue
    setWindows(anchors, filled, rarest, literals.bytes)
    filled += sampling.step
    rarest = undefined
  }
  return anchors
}

/** The literals one after the other: `start` to `end` in `bytes`. */
interface Literals {
  readonly bytes: DataView
  readonly list: readonly Literal[]
}

interface Literal {
  readonly owner: number
  readonly start: number
  readonly end: number
}

function gatherLiterals(templates: readonly Template[], owners: readonly number[], sampling: Sampling): Literals {
  const texts: string[] = []
  const list: Literal[] = []
  let end = 0
  for (const owner of owners) {
    for (const part of templates[owner]?.parts ?? []) {
      if (!('literal' in part) || part.literal.length < shortestLiteral(sampling)) continue
      texts.push(part.literal)
      list.push({ owner, start: end, end: end + part.literal.length })
      end += part.literal.length
    }
  }
  const bytes = new DataView(new ArrayBuffer(end + 16))
  Buffer.from(bytes.buffer).write(texts.join(''), ONE_BYTE_EACH)
  return { bytes, list }
}

/** How often windows are in the literals, by the highest bits of their hashes. */
function countWindows({ bytes, list }: Literals, sampling: Sampling): Uint32Array {
  const counts = new Uint32Array(2 ** (32 - COUNTER_SHIFT))
  for (const { start, end } of list) {
    for (let at = start; at <= end - sampling.span; at++) {
      const counter = windowHash(bytes, at, sampling) >>> COUNTER_SHIFT
      counts[counter] = (counts[counter] as number) + 1
    }
  }
  return counts
}

const COUNTER_SHIFT = 12

/** The places of a literal at which its windows begin, from `at` on, one for each step. */
interface Stretch {
  readonly literal: Literal
  readonly at: number
  /** That of its commonest window. */
  readonly commonness: number
}

const commonness = new Uint32Array(1024)

function rarestStretch(literal: Literal, bytes: DataView, sampling: Sampling, counts: Uint32Array): Stretch {
  const places = literal.end - literal.start - sampling.span + 1
  for (let i = 0; i < places; i++)
    commonness[i] = counts[windowHash(bytes, literal.start + i, sampling) >>> COUNTER_SHIFT] as number
  let best = 0
  let fewest = Number.POSITIVE_INFINITY
  for (let i = 0; i + sampling.step <= places; i++) {
    let most = 0
    for (let j = i; j < i + sampling.step; j++) most = Math.max(most, commonness[j] as number)
    if (most < fewest) [best, fewest] = [i, most]
  }
  return { literal, at: literal.start + best, commonness: fewest }
}

/** The windows of one owner, after those that are `filled`. Its witnesses are the literal's first and last window, as far as they may be. */
function setWindows(
  { sampling, beginnings, windows }: Anchors,
  filled: number,
  { literal, at }: Stretch,
  bytes: DataView,
): void {
  const first = Math.max(literal.start, at - FARTHEST)
  const last = Math.min(literal.end - sampling.span, at + FARTHEST)
  const witnesses = witnessesHash(bytes, at, packDistances(at - first, last - at), sampling)
  for (let i = 0; i < sampling.step; i++) {
    const entry = (filled + i) * ENTRY.size
    beginnings[filled + i] = beginningHash(bytes, at + i, sampling)
    windows[entry + ENTRY.hash] = windowHash(bytes, at + i, sampling)
    windows[entry + ENTRY.owner] = literal.owner
    windows[entry + ENTRY.witnesses] = witnesses
    windows[entry + ENTRY.distances] = packDistances(at + i - first, last - at - i)
  }
}
