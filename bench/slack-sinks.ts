/**
 * Hostile strings through everything that writes for Slack: how many come out as a ping, a broken fence or a block
 * that is too long. The last rows are the control, a message made by pasting the string into a template, which must
 * fail. Stops after two minutes at the latest. `npx tsx bench/slack-sinks.ts`
 */
import { answerMessage } from '../src/messages/slack/answer-message.ts'
import { shownCommand } from '../src/messages/slack/command-element.ts'
import { cleanLine, cleanLines, mrkdwn } from '../src/messages/slack/escape.ts'
import { moreView } from '../src/messages/slack/more-view.ts'
import { everyState, HOSTILE, hostileView } from '../test/messages/slack/hostile-view.ts'
import { wrongInMessage, wrongInText, wrongInView } from '../test/messages/slack/limits.ts'
import { seededRandom } from './synthetic-cases.ts'

const STRINGS = 1_000_000
const MAX_MS = 115_000
const SOLVER = 'U0SOLVER1'

type Sink = (text: string) => string[]

const inField = (kind: string, text: string): string[] => (text === '' ? [] : wrongInText({ kind, text }, undefined))

/** Each takes one string. */
const SINKS: Readonly<Record<string, Sink>> = {
  'escaped line': (text) => inField('section mrkdwn', mrkdwn(cleanLine(text, 600))),
  'plain line': (text) => inField('section plain_text', cleanLine(text, 3000)),
  preformatted: (text) => inField('rich_text text', cleanLines(text, 3000)),
  command: (text) => inField('rich_text text', shownCommand('rm <x>', { x: text }, 3000) ?? ''),
}
const CONTROL: Readonly<Record<string, Sink>> = {
  'control: in a sentence': (text) => inField('section mrkdwn', `I found ${text}`),
  'control: in a fence': (text) => (fenceHolds(text) ? [] : ['a fence']),
}
const EACH = Object.entries({ ...SINKS, ...CONTROL })

const random = seededRandom(8)
const rows: Record<string, { strings: number; pings: number; fences: number; 'too long': number; other: number }> = {}
const states = everyState(SOLVER)
const started = performance.now()
let strings = 0
while (strings < STRINGS && performance.now() - started < MAX_MS) round()
console.table(rows)
console.log(`${strings} strings of ${STRINGS}, ${Math.round((performance.now() - started) / 1000)} s`)
const wrong = Object.entries(rows).filter(([name, row]) => name in CONTROL !== row.pings + row.fences > 0)
if (wrong.length > 0) process.exitCode = 1

/** One answer made of new strings, each of which goes through the sinks for a string too. */
function round(): void {
  const before = strings
  const view = hostileView(nextString, 2, states[Math.floor(random() * states.length)])
  const forms = answerMessage(view)
  for (const [i, name] of ['answer, rich', 'answer, sections', 'answer, text'].entries()) {
    const form = forms[i]
    count(name, strings - before, form ? wrongInMessage(form, SOLVER) : ['no form'])
  }
  count('view of everything', strings - before, wrongInView(moreView(view), SOLVER))
}

function nextString(): string {
  const text = hostileString()
  strings++
  for (const [name, sink] of EACH) count(name, 1, sink(text))
  return text
}

/** One to six pieces, some of them random characters, seldom repeated thousands of times. */
function hostileString(): string {
  const pieces = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
    random() < 0.8
      ? (HOSTILE[Math.floor(random() * HOSTILE.length)] ?? '')
      : String.fromCharCode(Math.floor(random() * 0x10000)),
  )
  return random() < 0.0005 ? pieces.join('').repeat(2000).slice(0, 100_000) : pieces.join('')
}

function fenceHolds(text: string): boolean {
  return `\`\`\`\n${text}\n\`\`\``.split('```').length === 3
}

function count(name: string, seen: number, wrong: readonly string[]): void {
  rows[name] ??= { strings: 0, pings: 0, fences: 0, 'too long': 0, other: 0 }
  rows[name].strings += seen
  for (const fault of wrong) rows[name][kindOf(fault)]++
}

function kindOf(fault: string): 'pings' | 'fences' | 'too long' | 'other' {
  if (/ping|mention|unescaped/.test(fault)) return 'pings'
  if (/fence/.test(fault)) return 'fences'
  return /longer|at most/.test(fault) ? 'too long' : 'other'
}
