import sysctlKind from '../facts/sysctl.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { readExec } from './text/container-exec.ts'
import { followingLine } from './text/following-line.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
const NUMBERS = '(-?\\d{1,20})(?:[ \\t]{1,8}-?\\d{1,20}){0,40}'
const ASSIGNED = new RegExp(`^\\s{0,20}((?:fs|kernel|net|vm|user|dev)\\.[\\w./-]{1,150}) = ${NUMBERS}\\s{0,20}$`)
const FILE = new RegExp(`^\\s{0,20}/proc/sys/([\\w./-]{1,150}):${NUMBERS}\\s{0,20}$`)
const ALONE = new RegExp(`^\\s{0,20}${NUMBERS}\\s{0,20}$`)
/** How far from an assignment the name of a configuration file still says that it is not in force. */
const NEAR = 3

/**
 * Kernel parameters in force: `name = 1 2 3` as `sysctl` prints it, `/proc/sys/fs/mount-max:100000` as `grep -r` does,
 * and the bare value below `cat /proc/sys/fs/mount-max` or `sysctl -n fs.mount-max`.
 *
 * A value that is not made of whole numbers is no row. `name=value` without blanks is how configuration is written, and so
 * is anything that has /etc/sysctl.conf or /etc/sysctl.d next to it: what is written there need not be in force.
 */
const sysctl: Parser = {
  command: 'sysctl -a',
  cues: [
    'fs.<*> = ',
    'kernel.<*> = ',
    'net.<*> = ',
    'vm.<*> = ',
    'user.<*> = ',
    'dev.<*> = ',
    '/proc/sys/',
    'sysctl -n ',
  ],
  sample: `# sysctl -a | grep mount-max
fs.mount-max = 100000
# cat /proc/sys/fs/inotify/max_user_instances
128`,
  read(lines, at) {
    return readAssignments(lines, at) ?? readBareValue(lines, at)
  },
}

export default sysctl

interface Assigned {
  readonly name: string
  readonly value: number
}

function readAssignments(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readRun(lines, at, readAssigned)
  if (rows.length === 0) return undefined
  const facts = rows.slice(0, MOST_ROWS).map((row) => observe(sysctlKind, row.value, row.at))
  return { facts: isConfiguration(lines, at, to) ? [] : facts, from: at, to }
}

function readAssigned(line: string): Assigned | undefined {
  const text = line.slice(0, 1000)
  const [, name, value] = ASSIGNED.exec(text) ?? []
  if (name) return { name, value: Number(value) }
  const [, path, content] = FILE.exec(text) ?? []
  return path ? { name: nameOf(path), value: Number(content) } : undefined
}

/** A dot inside a path component (an interface `eth0.100`) is a slash in the name, as in sysctl.d(5). */
function nameOf(path: string): string {
  return path
    .split('/')
    .map((component) => component.replaceAll('.', '/'))
    .join('.')
}

function isConfiguration(lines: readonly string[], from: number, to: number): boolean {
  const around = [...lines.slice(Math.max(0, from - NEAR), from), ...lines.slice(to, to + NEAR)]
  return around.some((line) => /sysctl\.(?:conf|d\b)/.test(line.slice(0, 1000)))
}

function readBareValue(lines: readonly string[], at: number): Reading | undefined {
  const name = readCommand(lines[at] ?? '')
  const below = name === undefined ? undefined : followingLine(lines, at)
  const [, value] = ALONE.exec(lines[below ?? -1]?.slice(0, 1000) ?? '') ?? []
  if (name === undefined || below === undefined || value === undefined) return undefined
  return { facts: [observe(sysctlKind, { name, value: Number(value) }, below)], from: at, to: below + 1 }
}

/** The parameter whose bare value a command prints, when it is only one. */
function readCommand(line: string): string | undefined {
  const [command = [], ...filters] = typedPipe(line)
  const { words } = readExec(command)
  if (filters.length > 0) return undefined
  const [, path] = /^cat \/proc\/sys\/([\w./-]{1,150})$/.exec(words.join(' ')) ?? []
  const [, name] = /^sysctl -n ((?:fs|kernel|net|vm|user|dev)\.[\w./-]{1,150})$/.exec(words.join(' ')) ?? []
  return path ? nameOf(path) : name
}
