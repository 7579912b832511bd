import dockerDiskUsage from '../facts/docker-disk-usage.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseDockerSize } from './text/docker-size.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

/**
 * The summary of `docker system df`: rows below its header, or the rows `Local Volumes` and `Build Cache` alone.
 *
 * Sizes are powers of 1000, as docker prints them. Older versions leave the numbers of the build cache out.
 *
 * Refused: `--format`; the tables of `docker system df -v`, which `docker-system-df-v` reads.
 */
const dockerSystemDf: Parser = {
  command: 'docker system df',
  cues: ['TYPE <*> RECLAIMABLE', 'Local Volumes ', 'Build Cache '],
  sample: `TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE
Images          4         2         8.982MB   8.982MB (99%)
Containers      11        5         75kB      75kB (100%)
Local Volumes   7         6         2.5MB     0B (0%)
Build Cache     11        0         3.12MB    3.12MB`,
  read(lines, at) {
    const header = words(lines[at]?.slice(0, 300) ?? '')
    const from = header[0] === 'TYPE' && header.includes('RECLAIMABLE') ? at + 1 : at
    const { rows, to } = readRun(lines, from, readUsage)
    const facts = rows.map(({ value, at }) => observe(dockerDiskUsage, value, at))
    return facts.length > 0 ? { facts, from: at, to } : undefined
  },
}

export default dockerSystemDf

const TYPES = new Map([
  ['Images', 'images'],
  ['Containers', 'containers'],
  ['Local Volumes', 'volumes'],
  ['Build Cache', 'build-cache'],
] as const)

function readUsage(line: string) {
  const text = line.slice(0, 300).trimStart()
  const [label, category] = [...TYPES].find(([start]) => text.startsWith(`${start} `)) ?? []
  const sizes = label && readCells(words(text.slice(label.length)))
  return category && sizes ? { category, ...sizes } : undefined
}

function readCells(cells: readonly string[]) {
  const counted = isCount(cells[0]) && isCount(cells[1])
  const [size = '', reclaimable = '', percent = ''] = cells.slice(counted ? 2 : 0)
  const sizeBytes = parseDockerSize(size)
  const reclaimableBytes = parseDockerSize(reclaimable)
  if (sizeBytes === undefined || reclaimableBytes === undefined) return undefined
  const share = /^\((\d{1,3})%\)$/.exec(percent)?.[1]
  return {
    total: counted ? Number(cells[0]) : undefined,
    active: counted ? Number(cells[1]) : undefined,
    sizeBytes,
    reclaimableBytes,
    reclaimablePercent: share === undefined ? undefined : Number(share),
  }
}

function isCount(cell = ''): boolean {
  return /^\d{1,9}$/.test(cell)
}
