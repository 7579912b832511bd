import type { Column, Layout } from './df-header.ts'
import { splitWords, textFrom, type Word } from './located-words.ts'

/** The cells of one row as text. */
export type Cells = Partial<Record<Column, string>>

const MOST_WORDS = 24
/** A share or a disk image may have blanks in its name. */
const MOST_WORDS_OF_DEVICE = 4
const BLOCKS: readonly Column[] = ['device', 'size', 'used', 'available', 'usedPercent', 'mountpoint']
const INODES: readonly Column[] = ['device', 'inodes', 'inodesUsed', 'inodesFree', 'inodesUsedPercent', 'mountpoint']
const AMOUNT = /^(?:-|-?\d{1,20}(?:[.,]\d{1,2})?(?:[KMGTPEZY]i?)?B?)$/i
const PERCENT = /^(?:-|\d{1,3}%)$/
const TYPE =
  /^(?:(?:dev)?tmpfs|overlay(?:fs)?|ext[234]|xfs|btrfs|zfs|[ef]2fs|bcachefs|jfs|reiserfs|v?fat|exfat|msdos|ntfs3?|squashfs|iso9660|udf|erofs|nfs4?|cifs|smb3|9p|virtiofs|ceph|glusterfs|lustre|gpfs|ocfs2|gfs2|aufs|ramfs|autofs|proc|sysfs|cgroup2?|devpts|mqueue|efivarfs|shm|fuse(?:blk|ctl|\.[\w.-]{1,40})?)$/

/** The cells of a row, by the columns of its header or by its shape; undefined when it is no row of such a table. `device` is the line above when df broke the row behind a long name. */
export function readRow(line: string, layout: Pick<Layout, 'columns' | 'holds'>, device?: Word): Cells | undefined {
  const words = [...(device ? [device] : []), ...splitWords(line, MOST_WORDS)]
  if (layout.columns) return readKnown(line, words, layout.columns, device ? 0 : MOST_WORDS_OF_DEVICE - 1)
  const columns = layout.holds === 'inodes' ? INODES : BLOCKS
  const typed: readonly Column[] = ['device', 'type', ...columns.slice(1)]
  const hasType = TYPE.test(words[1]?.text ?? '')
  return readKnown(line, words, hasType ? typed : columns, 0)
}

/** The first column may take `spare` more words than one, and the last takes all that are left. */
function readKnown(line: string, words: readonly Word[], columns: readonly Column[], spare: number): Cells | undefined {
  for (let extra = 0; extra <= spare; extra++) {
    const rest = words.slice(extra + 1)
    if (rest.length < columns.length - 1) return undefined
    const first = [words[0], ...words.slice(1, extra + 1)].map((word) => word?.text).join(' ')
    const cells = readCells(line, [first], rest, columns)
    if (cells) return cells
  }
  return undefined
}

function readCells(
  line: string,
  [first = '']: readonly string[],
  rest: readonly Word[],
  columns: readonly Column[],
): Cells | undefined {
  const cells: Cells = {}
  for (const [i, column] of columns.entries()) {
    const word = rest[i - 1]
    const last = i === columns.length - 1 && column === 'mountpoint' && word
    const text = i === 0 ? first : last ? textFrom(line, word).replace(/`$/, '') : (word?.text ?? '')
    if (!fits(column, text)) return undefined
    cells[column] = text
  }
  const whole = columns.at(-1) === 'mountpoint' || rest.length === columns.length - 1
  return whole ? cells : undefined
}

function fits(column: Column, text: string): boolean {
  switch (column) {
    case 'mountpoint':
      return text.startsWith('/')
    case 'device':
    case 'ignored':
      return text !== ''
    case 'type':
      return /^[a-z][\w.-]{1,40}$/i.test(text)
    case 'usedPercent':
    case 'inodesUsedPercent':
      return PERCENT.test(text)
    default:
      return AMOUNT.test(text)
  }
}
