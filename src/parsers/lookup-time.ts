import dnsLookup from '../facts/dns-lookup.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const LINE =
  /^[\s"']{0,20}(?:time_)?namelookup(?:_time)?["']?\s{0,4}[:=]\s{0,20}["']?(\d{1,4}\.\d{1,9})["']?\s?s?(?=$|[\s,"'])/
const REAL = /^real\s{1,8}(\d{1,3})m\s?(\d{1,2}\.\d{1,6})s\s{0,4}$/
const LOOKUP = /(?:^|[\s;(])time (?:nslookup|host|dig|getent (?:hosts|ahosts)) /
const ROWS_MAX = 1_000
/** How far below its command `real` may stand. */
const LINES_BELOW = 14

/**
 * How long lookups took: `time_namelookup` of `curl -w`, and the `real` line of `time nslookup`, `host`, `dig` and
 * `getent hosts`.
 *
 * Refused: `real` below any other command, times of whole requests, and `Query time` of dig (that of the last try).
 */
const lookupTime: Parser = {
  command: "curl -w 'time_namelookup: %{time_namelookup}'",
  cues: ['namelookup', 'time nslookup', 'time host', 'time dig', 'time getent'],
  sample: `time_namelookup: 5.514032
time_namelookup: 0.004211`,
  read(lines, at) {
    const facts = readNamelookups(lines, at)
    if (facts.length > 0) return { facts, from: at, to: at + facts.length }
    return readTimed(lines, at)
  },
}

export default lookupTime

function readNamelookups(lines: readonly string[], at: number): Observation[] {
  const facts: Observation[] = []
  for (let i = at; i < lines.length && facts.length < ROWS_MAX; i++) {
    const [, seconds] = LINE.exec(lines[i]?.slice(0, 300) ?? '') ?? []
    if (seconds === undefined) break
    facts.push(observe(dnsLookup, { seconds: Number(seconds) }, i))
  }
  return facts
}

function readTimed(lines: readonly string[], at: number) {
  if (!LOOKUP.test(lines[at]?.slice(0, 500) ?? '')) return undefined
  for (let i = at + 1; i < Math.min(lines.length, at + LINES_BELOW); i++) {
    const line = lines[i]?.slice(0, 500) ?? ''
    if (/(?:^|[\s;(])time /.test(line)) return undefined
    const [, minutes, seconds] = REAL.exec(line) ?? []
    if (seconds === undefined) continue
    const fact = observe(dnsLookup, { seconds: Number(minutes) * 60 + Number(seconds) }, at, i)
    return { facts: [fact], from: at, to: i + 1 }
  }
  return undefined
}
