import blockedTask from '../facts/blocked-task.ts'
import blockedTasks from '../facts/blocked-tasks.ts'
import zombies from '../facts/zombies.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

const MOST_TOLD = 500
const ZOMBIES = 'STAT PPID PID COMMAND'
const BLOCKED = 'S TID WCHAN COMMAND'
const ZOMBIE_ROW = /^\s{0,10}([A-Z][A-Za-z<+]{0,6})\s{1,10}(\d{1,10})\s{1,10}\d{1,10} (.{1,80})$/
const BLOCKED_ROW = /^\s{0,10}([A-Z])\s{1,10}(\d{1,10})\s{1,10}(\S{1,64})\s{1,40}(\S.{0,80})$/
const COMMANDS: Readonly<Record<string, RegExp>> = {
  [ZOMBIES]: /^(?:sudo )?ps -eo stat,ppid,pid,comm$/,
  [BLOCKED]: /^(?:sudo )?ps -eLo state,tid,wchan:32,comm$/,
}

/**
 * States of all processes: zombies out of `ps -eo stat,ppid,pid,comm`, tasks in uninterruptible sleep out of
 * `ps -eLo state,tid,wchan:32,comm`.
 *
 * Takes a listing only with its header and the command above it with no filter behind: half a list counts nothing.
 */
const psStates: Parser = {
  command: 'ps -eo stat,ppid,pid,comm',
  cues: ['PPID', 'WCHAN'],
  sample: `# ps -eo stat,ppid,pid,comm
STAT    PPID     PID COMMAND
Ss         0       1 systemd
Z       4120    4188 sh <defunct>
Z       4120    4203 sh <defunct>`,
  read(lines, at) {
    const header = words(lines[at]?.slice(0, 200) ?? '').join(' ')
    if (!COMMANDS[header]?.test(typedText(lines[at - 1] ?? ''))) return undefined
    const { rows, to } = readRun(lines, at + 1, header === ZOMBIES ? readZombieRow : readBlockedRow)
    if (rows.length === 0) return undefined
    const tasks = rows.map(({ value, at: line }) => ({ ...value, line }))
    const facts = header === ZOMBIES ? [countZombies(tasks, at, to)] : countBlocked(tasks, at, to)
    return { facts, from: at, to }
  },
}

export default psStates

interface Task {
  readonly state: string
  /** The parent of a process, the number of a thread. */
  readonly number: number
  readonly name: string
  readonly wchan?: string
}

interface Located extends Task {
  readonly line: number
}

function readZombieRow(line: string): Task | undefined {
  const [, state, parent, name] = ZOMBIE_ROW.exec(line.slice(0, 200)) ?? []
  return state && name ? { state, number: Number(parent), name: name.trim() } : undefined
}

function readBlockedRow(line: string): Task | undefined {
  const [, state, tid, wchan, name] = BLOCKED_ROW.exec(line.slice(0, 250)) ?? []
  return state && name && wchan ? { state, number: Number(tid), name: name.trim(), wchan } : undefined
}

function countZombies(tasks: readonly Located[], first: number, to: number): Observation {
  const parents = new Map<number, number>()
  for (const { state, number } of tasks) if (state.startsWith('Z')) parents.set(number, (parents.get(number) ?? 0) + 1)
  const count = [...parents.values()].reduce((sum, children) => sum + children, 0)
  const [worst] = [...parents].toSorted((a, b) => b[1] - a[1])
  return observe(zombies, { count, parentPid: worst?.[0], ofParent: worst?.[1] }, first, to - 1)
}

function countBlocked(tasks: readonly Located[], first: number, to: number): Observation[] {
  const blocked = tasks.filter(({ state }) => state === 'D')
  const told = blocked
    .slice(0, MOST_TOLD)
    .map(({ number, name, wchan, line }) =>
      observe(blockedTask, { pid: number, process: name, wchan: wchan === '-' ? undefined : wchan }, line),
    )
  return [observe(blockedTasks, { count: blocked.length }, first, to - 1), ...told]
}
