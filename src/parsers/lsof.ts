import deletedOpenFile from '../facts/deleted-open-file.ts'
import deletedOpenFiles from '../facts/deleted-open-files.ts'
import { totalOf } from '../facts/rows/total-held.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { isNamedPrompt, isPrompt, typedPipe, typedText } from './text/command-line.ts'
import { followingLine } from './text/following-line.ts'
import { splitWords, textFrom, type Word } from './text/located-words.ts'
import { readRun } from './text/run.ts'
import { parseSize } from './text/size.ts'

const MOST_ROWS = 2000
const DELETED = ' (deleted)'
/** Files that hold no blocks of a disk: memory that only looks like a file. */
const MEMORY = ['/memfd:', '/dev/', '/SYSV', '/i915', '/[', '/anon_hugepage', '/drm mm object', '/proc/', '/sys/']
/** Options that leave the list whole: how to print, and +L1, which selects just what is looked for. */
const WHOLE = /^(?:-[nPlwR]{1,5}|\+c\d{0,2}|\+L1?|\d{1,2})$/
const GREP = /^grep(?: -(?:[iEF]{1,3}|-ignore-case))? ["'(\\]{0,3}delet(?:ed?)?[\\)"']{0,3}$/i

/**
 * Deleted files that are still open: rows of `lsof`, `lsof +L1` or `lsof | grep deleted` that end with `(deleted)`, with and
 * without header, with the thread columns of lsof 4.9x (TID, TASKCMD), with and without NLINK, sizes plain or humanised.
 *
 * Rows that are no regular file, have an offset (`0t512`) in place of the size, or are memory (memfd, /dev/shm, SYSV) are left
 * out; the rows of one file held by the threads of a process are one. Nothing listed by root's `lsof | grep deleted`, seen
 * because the next prompt follows at once, is a total of 0. That holds for the whole node only: `lsof -i`, `-p`, `/var`
 * and a user's own lsof prove nothing.
 */
const lsof: Parser = {
  command: 'lsof -nP +L1',
  cues: ['(deleted)', 'grep delete', 'grep <*> delete', 'lsof +L1', 'lsof <*> +L1', 'lsof <*>L1'],
  sample: `COMMAND   PID USER   FD   TYPE DEVICE   SIZE/OFF NLINK    NODE NAME
java     4321  app   12w   REG  253,1 5368709120     0 1835021 /var/log/app/debug.log (deleted)`,
  read(lines, at) {
    return readEmpty(lines, at) ?? readRows(lines, at)
  },
}

export default lsof

interface Held {
  readonly process: string
  readonly pid: number
  readonly fd: number | undefined
  readonly sizeBytes: number
  readonly path: string
  readonly links: number | undefined
}

function readRows(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readRun(lines, at, (line) => (readsAsRow(line) ? line : undefined))
  if (rows.length === 0) return undefined
  const held = new Map<string, { file: Held; at: number }>()
  for (const { value, at } of rows) {
    const file = readHeld(value)
    const key = file && `${file.pid} ${file.fd} ${file.sizeBytes} ${file.path}`
    if (key && !held.has(key)) held.set(key, { file, at })
  }
  return { facts: observeAll([...held.values()], at, to - 1), from: at, to }
}

/** The largest of them, and their total when there are more than can be told. */
function observeAll(held: { file: Held; at: number }[], first: number, last: number): Observation[] {
  const kept = held.length > MOST_ROWS ? held.toSorted((a, b) => b.file.sizeBytes - a.file.sizeBytes) : held
  const facts = kept.slice(0, MOST_ROWS).map(({ file, at }) => observe(deletedOpenFile, file, at))
  const total = held.length > MOST_ROWS ? totalOf(held.map(({ file }) => file)) : undefined
  return total ? [...facts, observe(deletedOpenFiles, total, first, last)] : facts
}

/** Any line of lsof, deleted or not: name, pid, and a device further on. */
function readsAsRow(line: string): boolean {
  const words = splitWords(line, 10)
  return /^\d{1,10}$/.test(words[1]?.text ?? '') && findType(words) !== undefined
}

function readHeld(line: string): Held | undefined {
  const words = splitWords(line, 14)
  const type = findType(words)
  const [process, pid] = words
  const name = words.find(({ text }, i) => i > (type ?? 99) + 2 && text.startsWith('/'))
  if (type === undefined || !process || !pid || !name || words[type]?.text !== 'REG') return undefined
  const path = deletedPath(textFrom(line, name))
  const numbers = words.slice(type + 2, words.indexOf(name)).map(({ text }) => text)
  const size = readSize(numbers)
  if (path === undefined || size === undefined) return undefined
  return {
    process: process.text,
    pid: Number(pid.text),
    fd: readDescriptor(words[type - 1]?.text ?? ''),
    path,
    ...size,
  }
}

/** Where the TYPE column is: behind a descriptor, before a device `major,minor`. */
function findType(words: readonly Word[]): number | undefined {
  const type = words.findIndex(
    ({ text }, i) =>
      i >= 4 &&
      /^[A-Za-z0-9_]{3,8}$/.test(text) &&
      /^\d{1,5},\d{1,7}$/.test(words[i + 1]?.text ?? '') &&
      /^(?:\d{1,7}[a-zA-Z-]{0,3}|txt|mem|cwd|rtd|DEL)$/.test(words[i - 1]?.text ?? ''),
  )
  return type < 0 || words[type - 1]?.text === 'DEL' ? undefined : type
}

/** SIZE, NLINK when it is there, NODE. Fewer numbers mean that a column is empty, and nobody can tell which. */
function readSize(numbers: readonly string[]): { sizeBytes: number; links: number | undefined } | undefined {
  const [size = '', ...others] = numbers
  const sizeBytes = parseSize(size, 1024)
  const plain = others.every((number) => /^\d{1,20}$/.test(number))
  if (sizeBytes === undefined || !plain || others.length < 1 || others.length > 2) return undefined
  return { sizeBytes, links: others.length === 2 ? Number(others[0]) : undefined }
}

function readDescriptor(text: string): number | undefined {
  return /^\d/.test(text) ? Number.parseInt(text, 10) : undefined
}

function deletedPath(name: string): string | undefined {
  if (!name.endsWith(DELETED) || MEMORY.some((prefix) => name.startsWith(prefix))) return undefined
  return name.slice(0, -DELETED.length)
}

function readEmpty(lines: readonly string[], at: number): Reading | undefined {
  const below = followingLine(lines, at)
  if (below === undefined || !listsAllDeleted(lines[at] ?? '') || !endsOutput(lines, below)) return undefined
  return { facts: [observe(deletedOpenFiles, { count: 0, totalBytes: 0 }, at, below)], from: at, to: below + 1 }
}

/** Run by root: others see only their own processes, and their empty list proves nothing. */
function listsAllDeleted(line: string): boolean {
  const [[name, ...args] = [], grep, ...others] = typedPipe(line)
  const byRoot = /^[^$]{0,150}#/.test(line.slice(0, 200)) || typedText(line).startsWith('sudo ')
  const selects = grep ? GREP.test(grep.join(' ').slice(0, 100)) : args.includes('+L1')
  return (
    isPrompt(line) &&
    byRoot &&
    name === 'lsof' &&
    args.every((arg) => WHOLE.test(arg)) &&
    selects &&
    others.length === 0
  )
}

/** A bare `# ` may also be the next of a list of commands that somebody recommends: then no output follows either. */
function endsOutput(lines: readonly string[], prompt: number): boolean {
  const line = lines[prompt] ?? ''
  if (!isPrompt(line)) return false
  if (isNamedPrompt(line) || typedText(line) === '') return true
  const output = followingLine(lines, prompt)
  return output !== undefined && !isPrompt(lines[output] ?? '')
}
