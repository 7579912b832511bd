import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeView } from '../../src/agent/node-view.ts'
import filesystems from '../../src/agent/probes/filesystems.ts'
import mountTable from '../../src/agent/probes/mount-table.ts'
import pressure from '../../src/agent/probes/pressure.ts'
import { KubeletMetricLines } from '../../src/parsers/text/kubelet-metric-lines.ts'

/** Feeds mutated texts to what reads them, in memory; prints what became of it as JSON. Arguments: `ours` or `naive`, how many. */
const [reader = 'ours', count = '1000'] = process.argv.slice(2)
const folder = mkdtempSync('/dev/shm/casebook-texts-')
const view: NodeView = {
  contained: false,
  proc: folder,
  sys: folder,
  anchors: [],
  remote: true,
  dockerSocket: undefined,
  criSocket: undefined,
  kubelet: undefined,
}

const MOUNTINFO = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
25 22 0:21 / /mnt/a\\040b rw,nosuid - nfs4 10.0.0.9:/e rw
611 22 0:54 / /var/lib/docker/overlay2/1f0c/merged rw,relatime - overlay overlay rw,lowerdir=/l/A:/l/B
`
const PSI = `some avg10=0.12 avg60=0.34 avg300=0.56 total=123456
full avg10=0.00 avg60=0.00 avg300=0.00 total=99
`
const METRICS = `kubelet_pleg_relist_duration_seconds_bucket{le="0.005"} 100
kubelet_pleg_relist_duration_seconds_sum 12.5
kubelet_pleg_last_seen_seconds 1.7e+09
kubelet_runtime_operations_duration_seconds_count{operation_type="list_containers"} 12
`
const SPICES = [
  '\\040',
  '\\777',
  '\\',
  '\0',
  ' - ',
  ' ',
  '\n',
  '\r',
  '0',
  '-1',
  '1e999',
  'NaN',
  '{',
  '"',
  '\ud800',
  '\u202e',
  '9'.repeat(40),
]

mkdirSync(join(folder, 'self'))
mkdirSync(join(folder, 'pressure'))
for (const pid of ['1', '2']) mkdirSync(join(folder, pid))

const READERS: readonly (readonly [string, (text: Buffer) => unknown])[] =
  reader === 'ours'
    ? [
        [MOUNTINFO, readMounts],
        [PSI, readPressure],
        [METRICS, readMetrics],
      ]
    : [
        [
          MOUNTINFO,
          (text) =>
            String(text)
              .trimEnd()
              .split('\n')
              .map((line) => line.split(' - ')[1]?.split(' ')[0]?.length ?? fail()),
        ],
        [
          PSI,
          (text) =>
            String(text)
              .trimEnd()
              .split('\n')
              .map((line) => Number(line.match(/total=(\d+)/)?.[1] ?? fail())),
        ],
        [
          METRICS,
          (text) =>
            String(text)
              .trimEnd()
              .split('\n')
              .map((line) => Number(line.split('} ')[1] ?? fail())),
        ],
      ]

function fail(): never {
  throw new Error('expected something else')
}

function readMounts(text: Buffer): void {
  writeFileSync(join(folder, 'self/mountinfo'), text)
  writeFileSync(join(folder, '1/mountinfo'), text)
  filesystems.pieces?.(view)
  mountTable.look(view, { name: '', pool: 'kernel' })
}

function readPressure(text: Buffer): void {
  for (const resource of ['cpu', 'memory', 'io']) writeFileSync(join(folder, 'pressure', resource), text)
  pressure.look(view, { name: '', pool: 'kernel' })
}

function readMetrics(text: Buffer): void {
  const lines = new KubeletMetricLines()
  for (const line of text.toString('latin1').split('\n')) lines.take(line.slice(0, 2000))
  lines.row()
  lines.operations()
}

/** A few places are replaced by spices, random bytes, or a copy of something else; one in a hundred thousand holds a line of 10 MB. */
function mutate(text: string, i: number): Buffer {
  if (i % 100_000 === 7) return Buffer.from(text.replace('/', `/${'x\\040'.repeat(2 << 20)}`))
  let mutated = text
  for (let n = below(4) + 1; n > 0; n--) {
    const at = below(mutated.length)
    const spice = below(8) === 0 ? mutated.slice(below(mutated.length)) : (SPICES[below(SPICES.length)] ?? '')
    mutated = mutated.slice(0, at) + spice + mutated.slice(at + below(6))
  }
  const bytes = Buffer.from(mutated.slice(0, 4096))
  if (bytes.length > 0 && below(3) === 0) bytes[below(bytes.length)] = 128 + below(128)
  return bytes
}

let seed = 20_261_121
/** Numerical Recipes' generator: the same texts each time. */
function below(limit: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * limit)
}

const tookMs = new Float64Array(Number(count))
let thrown = 0
for (let i = 0; i < tookMs.length; i++) {
  const [sample, read] = READERS[i % READERS.length] ?? ['', () => {}]
  const text = mutate(sample, i)
  const start = process.cpuUsage()
  try {
    read(text)
  } catch {
    thrown++
  }
  const { user, system } = process.cpuUsage(start)
  tookMs[i] = (user + system) / 1000
}
tookMs.sort((a, b) => a - b)
rmSync(folder, { recursive: true })
const p99 = tookMs[Math.floor(tookMs.length * 0.99)] ?? 0
console.log(JSON.stringify({ texts: tookMs.length, thrown, p99, slowest: tookMs.at(-1) ?? 0 }))
