import type kernelMessage from '../../facts/kernel-message.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { KernelLine } from '../../parsers/text/kernel-line.ts'
import { describeKernelMessage, kernelMessageKey } from '../../parsers/text/kernel-message.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { FollowedLog } from './reading/followed-log.ts'
import { unread } from './reading/unread.ts'

const LOG = '/dev/kmsg'
const MAX_RECORDS = 50_000
const MAX_MS = 700
const MAX_MESSAGES = 200
const LOOKBACK_SECONDS = 24 * 3600
const WARNING = 4

/** What the kernel says about faults below the level of a warning. */
const QUIET_FAULTS = [
  'oom-kill:',
  'invoked oom-killer',
  'fork rejected by pids controller',
  'apparmor="DENIED"',
  'type=1326',
  'Remounting filesystem read-only',
  'out-of-data-space',
  'no space for new',
]

/** Warnings and worse of the last day in the kernel's ring buffer, and some quieter messages that are faults. */
const probe: Probe<NodeView> = {
  summary: 'What the kernel warned of in the last 24 hours.',
  yields: ['kernel-message'],
  rights: [
    {
      right: 'CAP_SYSLOG and /dev/kmsg',
      price:
        'the kernel log shows addresses of kernel memory and names of processes; in Kubernetes the device needs a privileged container',
    },
  ],
  deadlineMs: 1_500,
  look(view): Looked {
    const log = seenAt(view, LOG)
    if (log === undefined) return { facts: [], notChecked: [notMounted] }
    try {
      const since = uptimeSeconds(view) - LOOKBACK_SECONDS
      const whole = catchUp(log, since)
      const facts = messagesSince(since)
      return { facts, notChecked: whole ? [] : [cutShort] }
    } catch (error) {
      forget()
      const why = { right: 'CAP_SYSLOG and the device', absent: 'the kernel log has no device here' }
      return { facts: [], notChecked: [unread(LOG, error, why)] }
    }
  },
}

export default probe

const notMounted: NotChecked = {
  what: LOG,
  why: 'missing-right',
  says: 'needs CAP_SYSLOG and the device /dev/kmsg, which the agent is not given by default',
}

const cutShort: NotChecked = { what: LOG, why: 'budget', says: 'the log is long: its latest messages were not read' }

/** Messages that differ in their numbers only. */
interface Repeated {
  readonly latest: KernelLine
  /** Seconds since boot of each, the latest too. */
  readonly times: number[]
}

/** What was read so far in this process, and how to go on. */
let followed: { readonly path: string; readonly log: FollowedLog } | undefined
const messages = new Map<string, Repeated>()

/** Reads what is new; whether the newest message was reached. */
function catchUp(path: string, since: number): boolean {
  if (followed?.path !== path) {
    forget()
    followed = { path, log: new FollowedLog(path) }
  }
  return followed.log.visit((record) => note(record, since), MAX_RECORDS, Date.now() + MAX_MS)
}

function forget(): void {
  followed?.log.close()
  followed = undefined
  messages.clear()
}

/** Keeps the texts that came last when there are too many. */
function note(record: string, since: number): void {
  const line = readFault(record)
  if (!line || line.uptimeSeconds < since) return
  const key = kernelMessageKey(line.text)
  const times = messages.get(key)?.times ?? []
  times.push(line.uptimeSeconds)
  if (times.length > MAX_RECORDS) times.shift()
  messages.delete(key)
  messages.set(key, { latest: line, times })
  const [oldest] = messages.keys()
  if (messages.size > MAX_MESSAGES && oldest !== undefined) messages.delete(oldest)
}

/** Those of this time and later; the others are forgotten. */
function messagesSince(since: number): Measured[] {
  return [...messages].flatMap(([key, { latest, times }]) => {
    const recent = times.filter((time) => time >= since)
    const [first] = recent
    if (first === undefined) {
      messages.delete(key)
      return []
    }
    messages.set(key, { latest, times: recent })
    const described = describeKernelMessage({
      latest,
      first: { ...latest, uptimeSeconds: first },
      count: recent.length,
    })
    return [measured<typeof kernelMessage>('kernel-message', described)]
  })
}

/** Reads `4,1234,742310118204,-;text`. What processes wrote into the log has another facility than the kernel's 0. */
function readFault(record: string) {
  const [, priority, microseconds, text = ''] =
    /^(\d{1,6}),\d{1,20},(\d{1,20}),[^;\n]{0,200};([^\n]{0,1000})/.exec(record) ?? []
  const isKernels = priority !== undefined && Number(priority) < 8
  if (!isKernels || text === '') return undefined
  if (Number(priority) > WARNING && !QUIET_FAULTS.some((fault) => text.includes(fault))) return undefined
  return { text: text.trim(), uptimeSeconds: Number(microseconds) / 1e6, second: undefined }
}

function uptimeSeconds(view: NodeView): number {
  return Number.parseFloat(readStart(`${view.proc}/uptime`, 100))
}
