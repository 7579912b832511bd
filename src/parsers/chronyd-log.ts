import clockStep from '../facts/clock-step.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const WRONG = 'System clock wrong by '
const STEPPED = 'System clock was stepped by '
const SECONDS = /^-?(\d{1,12}(?:\.\d{1,9})?) seconds/
const LINE_MAX = 1_000
const ROWS_MAX = 500

/** What chronyd logs when it finds the clock far off: https://gitlab.com/chrony/chrony/-/blob/master/reference.c */
const chronydLog: Parser = {
  command: 'journalctl -u chronyd | grep "System clock"',
  cues: [WRONG, STEPPED],
  sample: 'chronyd[1402]: System clock was stepped by 16422.107473 seconds',
  read(lines, at) {
    if (readLine(lines[at] ?? '', at).length === 0) return undefined
    const facts: Observation[] = []
    for (let i = at; i < lines.length && facts.length < ROWS_MAX; i++) facts.push(...readLine(lines[i] ?? '', i))
    return { facts, from: at, to: lines.length }
  },
}

export default chronydLog

function readLine(line: string, at: number): Observation[] {
  const text = line.slice(0, LINE_MAX)
  const stepped = text.includes(STEPPED)
  const mark = stepped ? STEPPED : WRONG
  const from = text.indexOf(mark)
  const [, seconds] = from < 0 ? [] : (SECONDS.exec(text.slice(from + mark.length)) ?? [])
  if (seconds === undefined) return []
  return [observe(clockStep, { toldBy: 'chrony', wrongBySeconds: Number(seconds), stepped }, at)]
}
