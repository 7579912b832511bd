import { readdirSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type diskIo from '../../facts/disk-io.ts'
import { type Looked, type Measured, measured, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { unread } from './reading/unread.ts'

const MAX_BYTES = 1024 * 1024
const MAX_DEVICES = 500
/** Long enough for a figure per second to mean something, short enough for the probes that wait behind this one. */
const WATCH_MS = 500
/** A sector is 512 bytes here, whatever the device. https://docs.kernel.org/admin-guide/iostats.html */
const SECTOR_BYTES = 512
/** The kernel prints its milliseconds as 32 bits, so that they begin again after 49 days. */
const MILLISECONDS_WRAP = 2 ** 32

/** Two readings of /proc/diskstats and what `iostat -x` makes of them: https://github.com/sysstat/sysstat/blob/master/iostat.c */
const probe: Probe<NodeView> = {
  summary: 'How busy each block device is, over half a second.',
  yields: ['disk-io'],
  deadlineMs: 2_000,
  async look(view): Promise<Looked> {
    try {
      const [before, startedAt] = [readDisks(view), performance.now()]
      await sleep(WATCH_MS)
      const after = readDisks(view)
      const facts = between(before, after, performance.now() - startedAt, wholeDevices(view))
      return { facts: facts.slice(0, MAX_DEVICES), notChecked: [] }
    } catch (error) {
      const why = { right: 'to read it', absent: 'the kernel keeps no disk statistics' }
      return { facts: [], notChecked: [unread('/proc/diskstats', error, why)] }
    }
  },
}

export default probe

/** Of one device, since boot. */
interface Counters {
  readonly reads: number
  readonly readSectors: number
  readonly readMs: number
  readonly writes: number
  readonly writeSectors: number
  readonly writeMs: number
  readonly busyMs: number
  readonly weightedMs: number
}

function readDisks(view: NodeView): Map<string, Counters> {
  const lines = readStart(`${view.proc}/diskstats`, MAX_BYTES).split('\n')
  return new Map(lines.flatMap((line) => readDisk(line) ?? []))
}

function readDisk(line: string): [string, Counters][] | undefined {
  const [, , device, ...figures] = line.trim().split(/\s+/, 14)
  if (!device || figures.length < 11 || !figures.every((figure) => /^\d{1,20}$/.test(figure))) return undefined
  const [
    reads = 0,
    ,
    readSectors = 0,
    readMs = 0,
    writes = 0,
    ,
    writeSectors = 0,
    writeMs = 0,
    ,
    busyMs = 0,
    weightedMs = 0,
  ] = figures.map(Number)
  return [[device, { reads, readSectors, readMs, writes, writeSectors, writeMs, busyMs, weightedMs }]]
}

/** Devices, not their partitions; undefined when sysfs does not say, and then all count. */
function wholeDevices(view: NodeView): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(`${view.sys}/block`).map((name) => name.replaceAll('!', '/')))
  } catch {
    return undefined
  }
}

function between(
  before: ReadonlyMap<string, Counters>,
  after: ReadonlyMap<string, Counters>,
  elapsedMs: number,
  whole: ReadonlySet<string> | undefined,
): Measured[] {
  return [...after].flatMap(([device, now]) => {
    const then = before.get(device)
    const counts = then && (!whole || whole.has(device)) && now.reads + now.writes > 0
    const passed = counts ? difference(then, now) : undefined
    return passed ? [describe(device, passed, elapsedMs)] : []
  })
}

/** Undefined when a count went back: the device was taken away, and another one got its name. */
function difference(then: Counters, now: Counters): Counters | undefined {
  const passed = {
    reads: now.reads - then.reads,
    readSectors: now.readSectors - then.readSectors,
    readMs: passedMs(then.readMs, now.readMs),
    writes: now.writes - then.writes,
    writeSectors: now.writeSectors - then.writeSectors,
    writeMs: passedMs(then.writeMs, now.writeMs),
    busyMs: passedMs(then.busyMs, now.busyMs),
    weightedMs: passedMs(then.weightedMs, now.weightedMs),
  }
  return Math.min(passed.reads, passed.readSectors, passed.writes, passed.writeSectors) < 0 ? undefined : passed
}

function passedMs(then: number, now: number): number {
  return now >= then ? now - then : now - then + MILLISECONDS_WRAP
}

function describe(device: string, passed: Counters, elapsedMs: number): Measured {
  const perSecond = (count: number): number => rounded((1000 * count) / elapsedMs)
  return measured<typeof diskIo>('disk-io', {
    device,
    utilPercent: Math.min(100, rounded((100 * passed.busyMs) / elapsedMs)),
    awaitMs: worseAwait(passed),
    queueLength: rounded(passed.weightedMs / elapsedMs),
    readsPerSecond: perSecond(passed.reads),
    writesPerSecond: perSecond(passed.writes),
    readBytesPerSecond: Math.round(perSecond(passed.readSectors * SECTOR_BYTES)),
    writeBytesPerSecond: Math.round(perSecond(passed.writeSectors * SECTOR_BYTES)),
    sinceBoot: false,
  })
}

/** iostat prints 0 when no request was finished; on a device that hangs that would be the best of all figures. */
function worseAwait({ reads, readMs, writes, writeMs }: Counters): number | undefined {
  const means = [reads > 0 ? readMs / reads : 0, writes > 0 ? writeMs / writes : 0]
  return reads + writes === 0 ? undefined : rounded(Math.max(...means))
}

function rounded(figure: number): number {
  return Math.round(figure * 100) / 100
}
