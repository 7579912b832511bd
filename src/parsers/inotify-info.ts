import inotifyHolder from '../facts/inotify-holder.ts'
import inotifyUser from '../facts/inotify-user.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

const MOST_HOLDERS = 500
const HEADER = 'Pid Uid App Watches Instances'
const ROW = /^\s{0,20}(\d{1,10}) (\d{1,10})\s{1,20}(\S.{0,60}?)\s{1,60}([\d,]{1,15})\s{1,20}([\d,]{1,15})\s{0,20}$/
const LIMIT = /^\s{0,20}max_user_(instances|watches)\s{1,20}([\d,]{1,20})\s{0,20}$/
/** The limits stand in a box above the table. */
const ABOVE = 10

/**
 * The tables of `inotify-info`: limits, then a row for each process with its user, watches and instances.
 * https://github.com/mikesart/inotify-info
 *
 * Sums are lower bounds: the tool lists what its user may see, and nobody knows who ran it.
 */
const inotifyInfo: Parser = {
  command: 'inotify-info',
  cues: ['Pid Uid App'],
  sample: `INotify Limits:
  max_queued_events    16,384
  max_user_instances   128
  max_user_watches     500,132
------------------------------------------------------------------------------
       Pid Uid        App                       Watches  Instances
         1 0          systemd                       637          5
      1760 0          kubelet                       364          6`,
  read(lines, at) {
    if (words(lines[at]?.slice(0, 200) ?? '').join(' ') !== HEADER) return undefined
    const { rows, to } = readRun(lines, at + 1, readHolder)
    if (rows.length === 0) return undefined
    const limits = limitsAbove(lines, at)
    const holders = rows.map((row) => row.value)
    return {
      facts: [
        ...users(holders).map((user) =>
          observe(inotifyUser, { ...user, ...shares(user, limits), atLeast: true }, at, to - 1),
        ),
        ...rows.slice(0, MOST_HOLDERS).map((row): Observation => observe(inotifyHolder, row.value, row.at)),
      ],
      from: at,
      to,
    }
  },
}

export default inotifyInfo

interface Holder {
  readonly pid: number
  readonly uid: number
  readonly process: string
  readonly watches: number
  readonly instances: number
}

interface Limits {
  readonly maxInstances: number | undefined
  readonly maxWatches: number | undefined
}

type User = Pick<Holder, 'uid' | 'watches' | 'instances'>

function readHolder(line: string): Holder | undefined {
  const [, pid, uid, process, watches, instances] = ROW.exec(line.slice(0, 200)) ?? []
  if (!pid || !uid || !process || !watches || !instances) return undefined
  return { pid: Number(pid), uid: Number(uid), process, watches: grouped(watches), instances: grouped(instances) }
}

function grouped(text: string): number {
  return Number(text.replaceAll(',', ''))
}

function limitsAbove(lines: readonly string[], at: number): Limits {
  const limits = new Map<string, number>()
  for (const line of lines.slice(Math.max(0, at - ABOVE), at)) {
    const [, name, value] = LIMIT.exec(line.slice(0, 200)) ?? []
    if (name && value) limits.set(name, grouped(value))
  }
  return { maxInstances: limits.get('instances'), maxWatches: limits.get('watches') }
}

function users(holders: readonly Holder[]): User[] {
  const sums = new Map<number, User>()
  for (const { uid, watches, instances } of holders) {
    const sum = sums.get(uid)
    sums.set(uid, { uid, watches: watches + (sum?.watches ?? 0), instances: instances + (sum?.instances ?? 0) })
  }
  return [...sums.values()]
}

function shares({ watches, instances }: User, { maxInstances, maxWatches }: Limits) {
  return {
    maxInstances,
    instancesPercent: maxInstances ? (100 * instances) / maxInstances : undefined,
    maxWatches,
    watchesPercent: maxWatches ? (100 * watches) / maxWatches : undefined,
  }
}
