import conntrackTable from '../facts/conntrack-table.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { numberBelow } from './text/bare-number.ts'
import { typedText } from './text/command-line.ts'
import { readRun } from './text/run.ts'

const CPU = /^\s{0,20}cpu=\d{1,5}\s/
const FIGURE = /(?:^|\s)(insert_failed|drop|early_drop)=(\d{1,20})(?=\s|$)/g

/**
 * What the tool of connection tracking counts: `conntrack -S` (a line for each CPU, added up) and the bare number below
 * `conntrack -C`. https://conntrack-tools.netfilter.org/manual.html
 *
 * Both speak of the network namespace in which they ran. Refuses a line of one CPU that lacks `drop`.
 */
const conntrack: Parser = {
  command: 'conntrack -S',
  cues: ['insert_failed=', 'conntrack -C', 'conntrack --count'],
  sample: `cpu=0   	found=11 invalid=312 insert=0 insert_failed=4 drop=3 early_drop=0 error=1 search_restart=88
cpu=1   	found=9 invalid=290 insert=0 insert_failed=1 drop=0 early_drop=0 error=0 search_restart=70`,
  read(lines, at) {
    return readStatistics(lines, at) ?? readCount(lines, at)
  },
}

export default conntrack

type Figures = ReadonlyMap<string, number>

function readStatistics(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readRun(lines, at, readCpu)
  if (rows.length === 0) return undefined
  const sum = (name: string): number => rows.reduce((total, row) => total + (row.value.get(name) ?? 0), 0)
  const fields = { dropped: sum('drop'), earlyDropped: sum('early_drop'), insertFailed: sum('insert_failed') }
  return { facts: [observe(conntrackTable, fields, at, to - 1)], from: at, to }
}

function readCpu(line: string): Figures | undefined {
  const text = line.slice(0, 600)
  if (!CPU.test(text)) return undefined
  const figures = new Map([...text.matchAll(FIGURE)].map(([, name = '', count]) => [name, Number(count)]))
  return figures.has('drop') && figures.has('insert_failed') && figures.has('early_drop') ? figures : undefined
}

function readCount(lines: readonly string[], at: number): Reading | undefined {
  const typed = typedText(lines[at] ?? '')
  const counted = /^(?:sudo )?conntrack (?:-C|--count)$/.test(typed) ? numberBelow(lines, at) : undefined
  if (!counted) return undefined
  return { facts: [observe(conntrackTable, { count: counted.value }, counted.at)], from: at, to: counted.at + 1 }
}
