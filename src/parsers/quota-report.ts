import quota, { shareOfQuota } from '../facts/quota.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isBlank } from './text/following-line.ts'
import { parseSize } from './text/size.ts'
import { words } from './text/words.ts'

const MOST_ROWS = 2000
/** Rulers, column names and grace times stand between the title and the rows. */
const MOST_HEADER_LINES = 6
const BLOCK_BYTES = 1024
const XFS_TITLE = /^(User|Group|Project) quota on (\/\S{0,400}) \((\S{1,400})\)$/
const REPQUOTA_TITLE = /^\*\*\* Report for (user|group|project) quotas on device (\S{1,400})$/
const NUMBER = /^\d{1,18}$/
const HUMAN = /^\d{1,12}(?:\.\d{1,3})?[KMGTP]$/i
const OWNERS = ['user', 'group', 'project'] as const

/**
 * Reports of quotas: `repquota` (kilobytes, or `-s` with units) and `xfs_quota -x -c report` (kilobytes, or `-h`), each block under
 * its title, which says whose quotas of which file system they are.
 *
 * A limit of 0 is none. Inodes that xfs_quota rounds (`1.2k`) are left out. Rows before the first `report` of inodes alone (`-i`) are refused, since the title does not tell them from blocks.
 */
const quotaReport: Parser = {
  command: 'repquota',
  cues: [' quota on /', 'quotas on device'],
  sample: `*** Report for project quotas on device /dev/vdb
Block grace time: 7days; Inode grace time: 7days
                        Block limits                File limits
Project         used    soft    hard  grace    used  soft  hard  grace
----------------------------------------------------------------------
app       -- 10485760       0 10485760           1201     0     0`,
  read(lines, at) {
    const title = readTitle(lines[at] ?? '')
    if (!title) return undefined
    const { facts, to } = readRows(lines, at + 1, title)
    return { facts: facts.slice(0, MOST_ROWS), from: at, to }
  },
}

export default quotaReport

interface Title {
  readonly owner: (typeof OWNERS)[number]
  readonly filesystem: string
}

function readTitle(line: string): Title | undefined {
  const text = line.slice(0, 1000).trim()
  const [, kind = '', filesystem = ''] = XFS_TITLE.exec(text) ?? REPQUOTA_TITLE.exec(text) ?? []
  const owner = OWNERS.find((known) => known === kind.toLowerCase())
  return owner ? { owner, filesystem } : undefined
}

function readRows(lines: readonly string[], start: number, title: Title): { facts: Observation[]; to: number } {
  const facts: Observation[] = []
  let to = start
  let columns: Columns | undefined
  for (let i = start; i < lines.length; i++) {
    const line = lines[i]?.slice(0, 400) ?? ''
    if (readTitle(line)) break
    const row = columns ? readRow(line, title, columns, i) : undefined
    columns ??= columnsIn(line)
    if (row) facts.push(row)
    else if (!isBlank(line) && (facts.length > 0 || i - start > MOST_HEADER_LINES)) break
    if (!isBlank(line)) to = i + 1
  }
  return { facts, to }
}

type Columns = 'blocks' | 'blocks-and-inodes'

function columnsIn(line: string): Columns | undefined {
  if (!/(?:^|\s)Blocks?(?:\s|$)/.test(line) || line.includes('grace time')) return undefined
  return line.includes(' Inodes') ? 'blocks-and-inodes' : 'blocks'
}

/** `app -- 10485760 0 10485760 1201 0 0` of repquota, `app 10485760 0 10485760 00 [--------]` of xfs_quota. */
function readRow(line: string, { owner, filesystem }: Title, columns: Columns, at: number): Observation | undefined {
  const [name, ...rest] = words(line)
  const flagged = /^[-+]{2}$/.test(rest[0] ?? '')
  const [used, soft, hard, ...behind] = flagged ? rest.slice(1) : rest
  const amounts = [used, soft, hard].map(bytesOf)
  if (name === undefined || amounts.some((amount) => amount === undefined)) return undefined
  if (!flagged && !/^\[.{1,12}\]?$/.test(behind[1] ?? '')) return undefined
  const [usedBytes, , limitBytes] = amounts
  const files = filesOf(flagged ? afterGrace(behind) : columns === 'blocks' ? [] : behindBrackets(line))
  const [inodesUsed, inodesLimit] = [files?.used, files?.hard]
  const limited = { limitBytes: limitBytes || undefined, inodesLimit: inodesLimit || undefined }
  const shares = {
    usedPercent: shareOfQuota(usedBytes, limitBytes),
    inodesUsedPercent: shareOfQuota(inodesUsed, inodesLimit),
  }
  return observe(quota, { owner, name, filesystem, usedBytes, inodesUsed, ...limited, ...shares }, at)
}

/** xfs_quota writes each time into brackets, with blanks in it or without: `[--------]`, `[6 days]`. */
function behindBrackets(line: string): readonly string[] {
  return words(line.split(/\[[^\]]{1,12}\]/)[1] ?? '')
}

/** A grace time (`6days`, `none`) may stand before the numbers. */
function afterGrace(cells: readonly string[]): readonly string[] {
  return NUMBER.test(cells[0] ?? '') ? cells : cells.slice(1)
}

function filesOf([used = '', soft = '', hard = '']: readonly string[]): { used: number; hard: number } | undefined {
  return [used, soft, hard].every((word) => NUMBER.test(word)) ? { used: Number(used), hard: Number(hard) } : undefined
}

function bytesOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined
  if (NUMBER.test(word)) return Number(word) * BLOCK_BYTES
  return HUMAN.test(word) ? parseSize(word, 1024) : undefined
}
