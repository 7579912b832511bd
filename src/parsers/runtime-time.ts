import runtimeAnswer from '../facts/runtime-answer.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { words } from './text/words.ts'

const LINES_MAX = 2_000
const REAL = /^real\s{1,10}(\d{1,6})m(\d{1,2}[.,]\d{1,6})s$/
const GIVEN_UP = /(?:DeadlineExceeded|context deadline exceeded)/
const RUNTIMES: ReadonlyMap<string, string> = new Map([
  ['docker', 'docker'],
  ['crictl', 'cri'],
])
const QUESTIONS: ReadonlyMap<string, string> = new Map([
  ['ps', 'containers'],
  ['pods', 'sandboxes'],
  ['images', 'images'],
  ['info', 'info'],
  ['version', 'version'],
])

/**
 * `time docker ps`, `time crictl pods`, …: how long the runtime took, from the line `real 0m0.171s` below the output.
 * A run that ended in `DeadlineExceeded` was no answer.
 *
 * Refused: the short format of zsh, `time` around a pipe that does more than count, a run that was interrupted (`^C`
 * says nothing of how long it would have taken), and commands that look at one container.
 */
const runtimeTime: Parser = {
  command: 'time docker ps -a',
  cues: ['time docker ', 'time crictl ', 'time sudo docker ', 'time sudo crictl '],
  sample: `# time crictl ps -a
FATA[0002] listing containers: rpc error: code = DeadlineExceeded desc = context deadline exceeded

real	0m2.031s
user	0m0.020s
sys	0m0.012s`,
  read(lines, at) {
    const asked = readCommand(lines[at] ?? '')
    if (!asked) return undefined
    const { to, seconds, answered } = findEnd(lines, at + 1)
    const facts = seconds === undefined ? [] : [observe(runtimeAnswer, { ...asked, answered, seconds }, at, to - 1)]
    return { facts, from: at, to }
  },
}

export default runtimeTime

function readCommand(line: string): { runtime: string; question: string } | undefined {
  const [time, ...rest] = words(typedText(line).split('|', 1)[0] ?? '')
  const [program = '', verb = ''] = rest.filter((word) => word !== 'sudo')
  const runtime = RUNTIMES.get(program)
  const question = QUESTIONS.get(verb)
  return time === 'time' && runtime && question ? { runtime, question } : undefined
}

interface End {
  readonly to: number
  /** Undefined when there is no line `real …` before the next such command. */
  readonly seconds: number | undefined
  readonly answered: boolean
}

function findEnd(lines: readonly string[], from: number): End {
  let answered = true
  let line = from
  for (; line < Math.min(lines.length, from + LINES_MAX); line++) {
    const text = (lines[line] ?? '').slice(0, 400).trim()
    const real = REAL.exec(text)
    if (real) return { to: line + 1, seconds: secondsOf(real), answered }
    if (runtimeTime.cues.some((cue) => text.includes(cue.trimEnd())) || text.includes('^C')) break
    if (GIVEN_UP.test(text)) answered = false
  }
  return { to: line, seconds: undefined, answered }
}

function secondsOf(real: RegExpExecArray): number {
  return Number(real[1]) * 60 + Number((real[2] ?? '').replace(',', '.'))
}
