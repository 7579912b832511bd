import relistGap from '../facts/relist-gap.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isElision } from './text/elision.ts'
import { type KlogStamp, readKlogStamp, secondsBetween } from './text/klog-time.ts'

interface Relisting extends KlogStamp {
  readonly line: number
}

interface Gap {
  readonly seconds: number
  readonly first: number
  readonly last: number
}

const MESSAGE = 'GenericPLEG: Relisting'
const LONG_SECONDS = 10
/** Lines that are further apart were not written one after the other: somebody cut a log. Covers 28 February to 1 March, too, of an unknown year. */
const CUT_SECONDS = 12 * 3_600

/**
 * `GenericPLEG: Relisting` in the log of kubelet (`-v=5` and more), one line a second when all is well; what stands
 * before klog's header and between the lines does not matter.
 *
 * Needs two lines of the same process without a mark of omission between. Lines that go back in time are ignored.
 */
const plegRelisting: Parser = {
  command: 'journalctl -u kubelet | grep "GenericPLEG: Relisting"',
  cues: [MESSAGE],
  sample: `kubelet[2210]: I0311 09:14:07.301876    2210 generic.go:191] "GenericPLEG: Relisting"
kubelet[2210]: I0311 09:14:49.630118    2210 generic.go:191] "GenericPLEG: Relisting"`,
  read(lines, at) {
    if (!readRelisting(lines[at] ?? '', at)) return undefined
    const { gaps, count } = readGaps(lines, at)
    const longest = gaps.reduce((most, gap) => (gap.seconds > most.seconds ? gap : most), NO_GAP)
    const fields = {
      maxGapSeconds: longest.seconds,
      gaps: gaps.filter((gap) => gap.seconds > LONG_SECONDS).length,
      lines: count,
    }
    const facts = gaps.length > 0 ? [observe(relistGap, fields, longest.first, longest.last)] : []
    return { facts, from: at, to: lines.length }
  },
}

export default plegRelisting

const NO_GAP: Gap = { seconds: -1, first: 0, last: 0 }

function readGaps(lines: readonly string[], from: number): { gaps: Gap[]; count: number } {
  const gaps: Gap[] = []
  let count = 0
  let before: Relisting | undefined
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const relisting = readRelisting(line, i)
    if (!relisting) {
      if (isElision(line)) before = undefined
      continue
    }
    count++
    const seconds = before?.process === relisting.process ? secondsBetween(before, relisting) : undefined
    if (seconds !== undefined && seconds < 0) continue
    if (before && seconds !== undefined && seconds < CUT_SECONDS) gaps.push({ seconds, first: before.line, last: i })
    before = relisting
  }
  return { gaps, count }
}

function readRelisting(line: string, at: number): Relisting | undefined {
  const start = line.slice(0, 600)
  const stamp = start.includes(MESSAGE) ? readKlogStamp(start) : undefined
  return stamp && { ...stamp, line: at }
}
