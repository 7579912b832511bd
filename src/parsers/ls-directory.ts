import directory from '../facts/directory.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { precedingLine } from './text/following-line.ts'
import { splitWords, textFrom, type Word } from './text/located-words.ts'
import { listedDirectory } from './text/ls-command.ts'
import { readRun } from './text/run.ts'
import { parseSize } from './text/size.ts'

const MOST_ROWS = 2000
const MODE = /^[-dlcbpsD](?:[r-][w-][xsStT-]){3}[.+@]?$/
const HEADING = /^(\/.{0,2000}):$/
/** How far above its first directory the head of a listing is looked for. */
const LINES_ABOVE = 8

/**
 * Directories in the long listings of `ls` (`ls -ld`, `ls -l`, `ls -la`, `ls -lh`, `ls -lisa`), GNU and busybox, whatever the
 * language of the date.
 *
 * A name is joined to the directory that the command or a heading (`/var/log:`) names, and left relative otherwise. The row
 * `..` is left out. Listings without both owner and group, and those of tar, zip and hdfs, are refused.
 */
const lsDirectory: Parser = {
  command: 'ls -ld',
  cues: ['drwx', 'drw-', 'dr-x', 'drws', 'd---', 'd--x', 'd-wx'],
  sample: `# ls -ld /var/lib/docker/volumes
drwx-----x. 16643 root root 1183744 Nov 16 14:19 /var/lib/docker/volumes`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readListed)
    if (rows.length === 0) return undefined
    const parent = findParent(lines, at)
    const facts = rows.flatMap((row) => observeListed(row.value, parent, row.at))
    return { facts: facts.slice(0, MOST_ROWS), from: at, to }
  },
}

export default lsDirectory

interface Listed {
  readonly mode: string
  readonly links: number
  readonly sizeBytes: number | undefined
  readonly name: string
}

function observeListed(listed: Listed, parent: string | undefined, at: number): Observation[] {
  if (!listed.mode.startsWith('d') || listed.name === '..') return []
  const path = join(parent, listed.name)
  return [observe(directory, { path, links: listed.links, sizeBytes: listed.sizeBytes }, at)]
}

function join(parent: string | undefined, name: string): string {
  if (parent === undefined || name.startsWith('/')) return name
  if (name === '.') return parent
  return parent.endsWith('/') ? parent + name : `${parent}/${name}`
}

function readListed(line: string): Listed | undefined {
  const words = splitWords(line, 14)
  const first = words.findIndex(({ text }) => MODE.test(text))
  if (first < 0 || first > 2 || !words.slice(0, first).every(({ text }) => /^[\d.]{1,20}[KMGT]?$/.test(text)))
    return undefined
  return readColumns(line, words.slice(first))
}

function readColumns(line: string, words: readonly Word[]): Listed | undefined {
  const [mode, links, , , size] = words
  const name = words[nameColumn(words.map(({ text }) => text))]
  if (!mode || !links || !size || !name || !/^\d{1,10}$/.test(links.text)) return undefined
  if (!/^\d/.test(size.text) && mode.text.startsWith('d')) return undefined
  return {
    mode: mode.text,
    links: Number(links.text),
    sizeBytes: parseSize(size.text, 1024),
    name: plainName(textFrom(line, name)),
  }
}

/** Where the name stands: behind `Nov 16 14:19`, `16. Nov 2022`, `2022-11-16 14:19[:07.000000000 +0800]`, `11月16日 14:19`, `2022年 11月 16日`. */
function nameColumn(words: readonly string[]): number {
  const [first = '', second = '', third = ''] = words.slice(5)
  if (isDate(first) && isTime(second)) return /^[+-]\d{4}$/.test(third) ? 8 : 7
  if (/^\d{4}[年년]$/.test(first) && isDay(third)) return 8
  const monthAndDay = isDay(first) !== isDay(second)
  return monthAndDay && (isTime(third) || isYear(third)) ? 8 : -1
}

function isDate(word: string): boolean {
  return /^(?:\d{4}-)?\d{2}-\d{2}$|^\d{1,2}(?:月|월)\d{1,2}(?:日|일)?$/.test(word)
}

function isDay(word: string): boolean {
  return /^\d{1,2}[.日일]?$/.test(word)
}

function isTime(word: string): boolean {
  return /^\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/.test(word)
}

function isYear(word: string): boolean {
  return /^(?:19|20)\d{2}$/.test(word)
}

/** Without the quotes that GNU ls puts around odd names and the slash of `ls -F`. */
function plainName(name: string): string {
  const [, quoted] = /^'(.*)'\/?$/.exec(name) ?? []
  const bare = quoted ?? name
  return bare.length > 1 && bare.endsWith('/') ? bare.slice(0, -1) : bare
}

/** The directory that is listed, from the heading or the command above the listing. */
function findParent(lines: readonly string[], at: number): string | undefined {
  let above = precedingLine(lines, at)
  for (let looks = 0; above !== undefined && looks < LINES_ABOVE; looks++) {
    const line = lines[above]?.slice(0, 2100) ?? ''
    const [, heading] = HEADING.exec(line.trim()) ?? []
    if (heading) return heading
    if (!isTotal(line) && !readListed(line)) return listedDirectory(typedPipe(line)[0] ?? [])
    above = precedingLine(lines, above)
  }
  return undefined
}

/** `total 76`, in any language. */
function isTotal(line: string): boolean {
  return /^\s{0,4}[^\s\d]{2,12}(?: [^\s\d]{1,12})? [\d.,]{1,16}[KMGT]?\s{0,4}$/.test(line.slice(0, 80))
}
