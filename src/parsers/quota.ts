import quota, { shareOfQuota } from '../facts/quota.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseSize } from './text/size.ts'
import { words } from './text/words.ts'

const TITLE = /^Disk quotas for (user|group|project) (\S{1,255}) \([ugp]id \d{1,10}\):/
const HEADER = 'Filesystem'
const MOST_ROWS = 200
const BLOCK_BYTES = 1024
const NUMBER = /^\d{1,18}$/
const SPACE = /^\d{1,12}[KMGT]?$/
const OWNERS = ['user', 'group', 'project'] as const

/**
 * What one user, group or project may use, by file system: `quota` (kilobytes) and `quota -s` (with units). A `*` behind a
 * number says that it is above the soft limit; only then a grace time follows.
 *
 * A long device stands on a line of its own, before its numbers. Refused: `quota -q`, and files that -s rounds (`41k`).
 */
const quotaParser: Parser = {
  command: 'quota -s',
  cues: ['Disk quotas for '],
  sample: `Disk quotas for user ci (uid 1001):
     Filesystem   space   quota   limit   grace   files   quota   limit   grace
      /dev/vda3   1024M*   879M   1024M   6days   41200       0       0`,
  read(lines, at) {
    const [, kind, name] = TITLE.exec((lines[at] ?? '').slice(0, 600).trim()) ?? []
    const owner = OWNERS.find((known) => known === kind)
    const [first = '', space] = words(lines[at + 1]?.slice(0, 400) ?? '')
    if (!owner || name === undefined || first !== HEADER) return undefined
    const rows = readRows(lines, at + 2, { owner, name, unit: space === 'blocks' ? BLOCK_BYTES : 1 })
    return rows.facts.length > 0 ? { facts: rows.facts, from: at, to: rows.to } : undefined
  },
}

export default quotaParser

interface Owner {
  readonly owner: (typeof OWNERS)[number]
  readonly name: string
  /** Bytes of a number without a letter. */
  readonly unit: number
}

function readRows(lines: readonly string[], start: number, owner: Owner): { facts: Observation[]; to: number } {
  const facts: Observation[] = []
  let to = start
  while (to < lines.length && facts.length < MOST_ROWS) {
    const cells = words(lines[to]?.slice(0, 400) ?? '')
    const wraps = cells.length === 1
    const row = readRow(wraps ? [...cells, ...words(lines[to + 1]?.slice(0, 400) ?? '')] : cells, owner, to, wraps)
    if (!row) break
    facts.push(row)
    to = row.last + 1
  }
  return { facts, to }
}

/** `device used[*] soft hard [grace] files[*] soft hard [grace]` */
function readRow(cells: readonly string[], { owner, name, unit }: Owner, at: number, wraps: boolean) {
  const [filesystem = '', used = '', soft = '', hard = '', ...rest] = cells
  const spaces = [used.replace('*', ''), soft, hard]
  if (!/^[\w/.:-]{1,300}$/.test(filesystem) || !spaces.every((cell) => SPACE.test(cell))) return undefined
  const behind = used.endsWith('*') ? rest.slice(1) : rest
  const files = [behind[0]?.replace('*', ''), behind[2]].map((cell) =>
    NUMBER.test(cell ?? '') ? Number(cell) : undefined,
  )
  const [usedBytes, , limitBytes] = spaces.map((cell) => bytesOf(cell, unit))
  const [inodesUsed, inodesLimit] = files
  const fields = {
    ...{ owner, name, filesystem, usedBytes, inodesUsed },
    limitBytes: limitBytes || undefined,
    inodesLimit: inodesLimit || undefined,
    usedPercent: shareOfQuota(usedBytes, limitBytes),
    inodesUsedPercent: shareOfQuota(inodesUsed, inodesLimit),
  }
  return observe(quota, fields, at, wraps ? at + 1 : at)
}

function bytesOf(cell: string, unit: number): number | undefined {
  return NUMBER.test(cell) ? Number(cell) * unit : parseSize(cell, 1024)
}
