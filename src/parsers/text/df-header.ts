import { splitWords } from './located-words.ts'

export type Column =
  | 'device'
  | 'type'
  | 'size'
  | 'used'
  | 'available'
  | 'usedPercent'
  | 'inodes'
  | 'inodesUsed'
  | 'inodesFree'
  | 'inodesUsedPercent'
  | 'mountpoint'
  | 'ignored'

/** What is known of a df table before its rows are read. */
export interface Layout {
  /** Undefined when the header is not in English: then the shape of each row tells. */
  readonly columns?: readonly Column[]
  readonly holds: 'blocks' | 'inodes' | 'both'
  /** What a plain number counts, in bytes. Undefined in a human-readable table, where it is bytes and below 1,024. */
  readonly blockBytes?: number
}

const ENGLISH: Readonly<Record<string, Column>> = {
  filesystem: 'device',
  type: 'type',
  size: 'size',
  used: 'used',
  avail: 'available',
  available: 'available',
  'use%': 'usedPercent',
  capacity: 'usedPercent',
  inodes: 'inodes',
  iused: 'inodesUsed',
  ifree: 'inodesFree',
  'iuse%': 'inodesUsedPercent',
  '%iused': 'inodesUsedPercent',
  file: 'ignored',
  mounted: 'mountpoint',
}
/** Busybox heads the columns of `df -i` like those of blocks. */
const OF_INODES: Partial<Record<Column, Column>> = {
  used: 'inodesUsed',
  available: 'inodesFree',
  usedPercent: 'inodesUsedPercent',
}
const BLOCKS = /(?:^|[\s-])(\d{1,7})([KMGTPE]?)(i?B)?(?=[-\s的]|$)/i
/** Words for inodes in the translations of coreutils. */
const INODES =
  /inode|inœud|inoeud|i-nod|nodos-i|nodi-i|inós|i-uzl|i-solmut|iwęz|i-węz|[iіи]н?-?(?:нод|вузл)|iノード|아이노드|dosya indeks|i节点|i節點/i
/** Words for size in the translations of coreutils. */
const SIZE =
  /(?:^|\s)(?:size|größe|taille|tamaño|tam\.|dim\.|velikost|størr|størrelse|grootte|rozm\.|storlek|boyut|koko|méret|cỡ|размер|розм|容量|大小|サイズ|크기)(?=\s|$)/i

/** The layout that a header line announces, in English or in another language; undefined when the line is no header that can be trusted. */
export function readHeader(line: string): Layout | undefined {
  const text = line.slice(0, 300).trim()
  return readEnglish(text) ?? readTranslated(text)
}

/** A line that can stand between a command and its rows: some word with a percent sign, and no number with one. */
export function looksLikeHeader(line: string): boolean {
  const words = splitWords(line, 16)
  return (
    words.length >= 5 && words.some(({ text }) => /[^\d\s]%|%[^\d\s]/.test(text)) && !/\d%/.test(line.slice(0, 300))
  )
}

function readEnglish(text: string): Layout | undefined {
  const words = splitWords(text.toLowerCase().replace(/mounted on\b/, 'mounted'), 16)
  const columns = words.map(
    ({ text }) => ENGLISH[text] ?? (text.endsWith('-blocks') && BLOCKS.test(text) ? 'size' : undefined),
  )
  if (!columns.includes('mountpoint') || columns.length < 2 || columns.includes(undefined)) return undefined
  return layoutOf(columns as Column[], blockBytesOf(text))
}

function layoutOf(columns: readonly Column[], blockBytes: number | undefined): Layout {
  const inodes = columns.some((column) => column.startsWith('inodes'))
  const blocks = columns.includes('size') || !inodes
  if (inodes && !blocks) return { columns: columns.map((column) => OF_INODES[column] ?? column), holds: 'inodes' }
  return withBlockBytes({ columns, holds: inodes ? 'both' : 'blocks' }, blockBytes)
}

function readTranslated(text: string): Layout | undefined {
  const blockBytes = blockBytesOf(text)
  const inodes = INODES.test(text)
  const blocks = blockBytes !== undefined || (SIZE.test(text) && looksLikeHeader(text))
  if (inodes === blocks || splitWords(text, 16).length < 5) return undefined
  if (inodes) return looksLikeHeader(text) ? { holds: 'inodes' } : undefined
  return isPosix(text) || looksLikeHeader(text) ? withBlockBytes({ holds: 'blocks' }, blockBytes) : undefined
}

/** `df -P` writes `1024-blocks` and a word for capacity, without a percent sign. */
function isPosix(text: string): boolean {
  return /(?:^|[\s-])(?:1024|512)[-\s的]/.test(text) && !/\d%/.test(text) && !/[,;:=()]/.test(text)
}

function withBlockBytes(layout: Layout, blockBytes: number | undefined): Layout {
  return blockBytes === undefined ? layout : { ...layout, blockBytes }
}

/** `1K-blocks`, `1MB-blocks`, `512-blocks`, `bloques de 1K`, `1K的块`: `K` is 1024 and `KB` is 1000, as for `df -B`. */
function blockBytesOf(text: string): number | undefined {
  const [, count, prefix = '', unit = ''] = BLOCKS.exec(text) ?? []
  if (!count) return undefined
  const base = unit.toLowerCase() === 'b' ? 1000 : 1024
  return Number(count) * base ** ' KMGTPE'.indexOf(prefix.toUpperCase() || ' ')
}
