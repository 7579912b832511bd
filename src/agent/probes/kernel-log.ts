import { closeSync, constants, openSync, readSync } from 'node:fs'
import type kernelMessage from '../../facts/kernel-message.ts'
import { type Looked, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { describeKernelMessage, type KernelMessage, kernelMessageKey } from '../../parsers/text/kernel-message.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { unread } from './reading/unread.ts'

const LOG = '/dev/kmsg'
/** The kernel refuses a smaller buffer than a record, which has at most 8 KiB. */
const RECORD_BYTES = 8192
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

/**
 * The kernel's ring buffer, without taking anything out of it: warnings and worse of the last day, and some quieter
 * messages that are faults. https://docs.kernel.org/admin-guide/abi-testing.html#abi-dev-kmsg
 */
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
      const { messages, whole } = readMessages(log, since)
      const facts = [...messages.values()].map((message) =>
        measured<typeof kernelMessage>('kernel-message', describeKernelMessage(message)),
      )
      return { facts, notChecked: whole ? [] : [cutShort] }
    } catch (error) {
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

interface Read {
  readonly messages: ReadonlyMap<string, KernelMessage>
  /** The newest message was reached. */
  readonly whole: boolean
}

function readMessages(log: string, since: number): Read {
  const messages = new Map<string, KernelMessage>()
  const buffer = Buffer.allocUnsafe(RECORD_BYTES)
  const fd = openSync(log, constants.O_RDONLY | constants.O_NONBLOCK)
  const end = Date.now() + MAX_MS
  try {
    for (let records = 0; records < MAX_RECORDS && Date.now() < end; records++) {
      const length = readRecord(fd, buffer)
      if (length === 0) return { messages, whole: true }
      if (length !== undefined) note(messages, buffer.toString('utf8', 0, length), since)
    }
    return { messages, whole: false }
  } finally {
    closeSync(fd)
  }
}

/** Bytes of the next record; 0 after the last one; undefined when the kernel overwrote it meanwhile. */
function readRecord(fd: number, buffer: Buffer): number | undefined {
  try {
    return readSync(fd, buffer, 0, RECORD_BYTES, null)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EAGAIN') return 0
    if (code === 'EPIPE') return undefined
    throw error
  }
}

/** Keeps the texts that came last when there are too many. */
function note(messages: Map<string, KernelMessage>, record: string, since: number): void {
  const line = readFault(record)
  if (!line || line.uptimeSeconds < since) return
  const key = kernelMessageKey(line.text)
  const known = messages.get(key)
  messages.delete(key)
  messages.set(key, { first: known?.first ?? line, latest: line, count: (known?.count ?? 0) + 1 })
  const [oldest] = messages.keys()
  if (messages.size > MAX_MESSAGES && oldest !== undefined) messages.delete(oldest)
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
