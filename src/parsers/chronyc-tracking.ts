import clock from '../facts/clock.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const FIELD = /^\s{0,10}([A-Z][A-Za-z ()]{2,20}?)\s{0,10}: (.{0,120})$/
const SYSTEM_TIME = /^(\d{1,12}\.\d{1,9}) seconds (fast|slow) of NTP time$/

/**
 * `chronyc tracking`: how far chronyd holds the clock to be off, and whether it follows a source at all. While it does
 * not (`Leap status : Not synchronised`) its offset is 0 because it knows none, and is left out.
 *
 * Refused: an output without its `Leap status`, since nobody can tell whether its offset means anything.
 */
const chronycTracking: Parser = {
  command: 'chronyc tracking',
  cues: ['Leap status'],
  sample: `# chronyc tracking
Reference ID    : C0000201 (ntp.example.net)
Stratum         : 3
System time     : 16422.107473373 seconds slow of NTP time
Last offset     : -0.000006747 seconds
Leap status     : Normal`,
  read(lines, at) {
    const rows = fieldsAbove(lines, at)
    const fields = new Map(rows)
    const leap = fields.get('Leap status')
    if (leap === undefined || !fields.has('System time')) return undefined
    const synchronized = leap !== 'Not synchronised'
    const offsetSeconds = synchronized ? readOffset(fields.get('System time') ?? '') : undefined
    const from = at - rows.length + 1
    return { facts: [observe(clock, { toldBy: 'chrony', synchronized, offsetSeconds }, from, at)], from, to: at + 1 }
  },
}

export default chronycTracking

const FIELDS_MAX = 13

/** `Leap status` is the last of its fields. */
function fieldsAbove(lines: readonly string[], at: number): [string, string][] {
  const rows: [string, string][] = []
  for (let i = at; i >= 0 && rows.length < FIELDS_MAX; i--) {
    const row = readField(lines[i] ?? '')
    if (!row || rows.some(([name]) => name === row[0])) break
    rows.unshift(row)
  }
  return rows
}

function readField(line: string): [string, string] | undefined {
  const [, name, value] = FIELD.exec(line.slice(0, 200).trimEnd()) ?? []
  return name === undefined || value === undefined ? undefined : [name, value]
}

function readOffset(text: string): number | undefined {
  const [, seconds, direction] = SYSTEM_TIME.exec(text) ?? []
  return seconds === undefined ? undefined : Number(seconds) * (direction === 'fast' ? 1 : -1)
}
