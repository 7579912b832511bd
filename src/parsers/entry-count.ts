import directory from '../facts/directory.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { followingLine } from './text/following-line.ts'
import { listedDirectory } from './text/ls-command.ts'

const NUMBER = /^\s{0,20}(\d{1,12})\s{0,20}$/
const LS_OPTION = /^-[1aAfUlqihs]{1,8}$|^--color(?:=never)?$|^--sort=none$/
const FIND_OPTION = /^-(?:maxdepth|mindepth|xdev|mount)$|^\d{1,3}$/

/**
 * The entries of a directory, counted: `ls DIR | wc -l` (also `-1`, `-f`, `-U`, `-A`, …) or `find DIR | wc -l`, and the bare number
 * below. Without a directory it is the current one, `.`.
 *
 * Refused: anything between `ls` and `wc` (`grep`), globs and several directories, `ls -d` and `-R`, conditions of
 * `find` (`-type f`, `-name`), and commands run elsewhere (`docker exec`, `ssh`), whose paths are not this node's.
 */
const entryCount: Parser = {
  command: 'ls -f DIR | wc -l',
  cues: ['| wc -l', '|wc -l'],
  sample: `# ls -f /var/lib/docker/volumes | wc -l
16641`,
  read(lines, at) {
    const path = readCommand(lines[at] ?? '')
    const below = path === undefined ? undefined : followingLine(lines, at)
    const [, entries] = NUMBER.exec(lines[below ?? -1]?.slice(0, 60) ?? '') ?? []
    if (path === undefined || below === undefined || entries === undefined) return undefined
    return { facts: [observe(directory, { path, entries: Number(entries) }, at, below)], from: at, to: below + 1 }
  },
}

export default entryCount

/** The directory that is counted. */
function readCommand(line: string): string | undefined {
  const [list = [], count = [], ...others] = typedPipe(line)
  if (others.length > 0 || count.join(' ') !== 'wc -l') return undefined
  return list[0] === 'find' ? searchedDirectory(list.slice(1)) : countedDirectory(list)
}

function countedDirectory(command: readonly string[]): string | undefined {
  const [name, ...args] = command
  if (!args.every((arg) => !arg.startsWith('-') || LS_OPTION.test(arg))) return undefined
  const current = name === 'ls' && args.every((arg) => arg.startsWith('-'))
  return current ? '.' : listedDirectory(command)
}

function searchedDirectory(args: readonly string[]): string | undefined {
  const options = args.slice(args[0]?.startsWith('-') ? 0 : 1)
  const path = options.length < args.length ? args[0] : '.'
  return options.every((option) => FIND_OPTION.test(option)) ? listedDirectory(['ls', path ?? '.']) : undefined
}
