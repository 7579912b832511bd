import type virtualService from '../facts/virtual-service.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { isElision } from './text/elision.ts'
import { followingLine } from './text/following-line.ts'
import { findPipelineAbove, isUnfiltered } from './text/pipeline.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

/**
 * The virtual services of IPVS: the table of `ipvsadm -Ln` or /proc/net/ip_vs (whose addresses are hexadecimal), and
 * what the kernel logs when a service has nobody to send a connection to.
 *
 * A service is counted when its destinations are all there: not next to dots, to a row that is cut, or in a table that
 * went through `grep` or `head`. Neighbouring lines of the log about one service are one row.
 *
 * Refused: names instead of numbers (no `-n`), `--stats`, `--rate`, `-c`, services by firewall mark, rows without the
 * two lines of the header.
 */
const ipvsadm: Parser = {
  command: 'ipvsadm -Ln',
  cues: ['Prot LocalAddress:Port Scheduler Flags', ' - no destination available'],
  sample: `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
TCP  10.96.0.1:443 rr persistent 10800
  -> 192.168.0.10:6443            Masq    1      3          0
TCP  10.96.0.10:53 rr
[8939541.979333] IPVS: rr: TCP 10.96.0.10:53 - no destination available`,
  read: (lines, at) => readTable(lines, at) ?? readLog(lines, at),
}

export default ipvsadm

const HEADER = 'Prot LocalAddress:Port Scheduler Flags'
const SECOND_HEADER = '-> RemoteAddress:Port Forward Weight ActiveConn InActConn'
const COMMANDS = ['ipvsadm', 'cat /proc/net/ip_vs']
const LINE_MAX = 300
const ROWS_MAX = 2_000

type Protocol = 'TCP' | 'UDP' | 'SCTP'

interface Service {
  readonly protocol: Protocol
  readonly address: string
  readonly scheduler: string
}

interface Counted extends Service {
  readonly first: number
  last: number
  destinations: number
  weighted: number
  whole: boolean
}

function readTable(lines: readonly string[], at: number): Reading | undefined {
  if (wordsOf(lines[at]).join(' ') !== HEADER) return undefined
  const second = followingLine(lines, at)
  if (second === undefined || wordsOf(lines[second]).join(' ') !== SECOND_HEADER) return undefined
  const command = findPipelineAbove(lines, at, COMMANDS)
  if (command && !isUnfiltered(command)) return undefined
  const { rows, to } = readRun(lines, second + 1, readRow)
  const services = countDestinations(rows).filter((service) => service.whole)
  return { facts: services.slice(0, ROWS_MAX).map(toCounts), from: at, to: Math.max(to, second + 1) }
}

function countDestinations(rows: readonly { readonly value: Row; readonly at: number }[]): Counted[] {
  const services: Counted[] = []
  let open: Counted | undefined
  for (const { value, at } of rows) {
    if (value !== 'torn' && 'weight' in value) {
      addDestination(open, value.weight, at)
      continue
    }
    if (value === 'torn' && open) open.whole = false
    open = value === 'torn' ? undefined : openService(value.service, at)
    if (open) services.push(open)
  }
  return services
}

function openService(service: Service | undefined, at: number): Counted | undefined {
  return service && { ...service, first: at, last: at, destinations: 0, weighted: 0, whole: true }
}

function addDestination(service: Counted | undefined, weight: number, at: number): void {
  if (!service) return
  service.destinations++
  if (weight > 0) service.weighted++
  service.last = at
}

function toCounts({ first, last, whole: _whole, ...fields }: Counted): Observation {
  return observe<typeof virtualService.schema>('virtual-service', { ...fields, refusals: undefined }, first, last)
}

/** `service` is absent for one that cannot be told (a name, a firewall mark): its destinations are not another's. */
type Row = { readonly service: Service | undefined } | { readonly weight: number } | 'torn'

function readRow(line: string): Row | undefined {
  const [head = '', address = '', ...rest] = wordsOf(line)
  if (/^(?:TCP|UDP|SCTP|FWM)$/.test(head)) return readServiceRow(head, address, rest[0])
  const [forward = '', weight = '', active = '', inactive = ''] = rest
  const isWhole =
    /^[A-Z][A-Za-z]{2,9}$/.test(forward) && [weight, active, inactive].every((cell) => /^\d{1,10}$/.test(cell))
  if (head === '->' && isWhole) return { weight: Number(weight) }
  return isElision(line) || looksLikeDestination(line) ? 'torn' : undefined
}

function readServiceRow(head: string, address: string, scheduler: string | undefined): Row {
  if (!scheduler || !/^[a-z][a-z_-]{0,15}$/.test(scheduler)) return 'torn'
  return { service: toService(head, address, scheduler) }
}

/** An arrow that an editor made one character of, or a row cut after its address. */
function looksLikeDestination(line: string): boolean {
  return /^\s{0,20}(?:->|-&gt;|→|➜|[\d.]{7,15}:\d|\[?[\da-f:]{3,45}\]?:\d)/i.test(line.slice(0, LINE_MAX))
}

interface Refused {
  readonly service: Service
  readonly first: number
  last: number
  refusals: number
}

function readLog(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readRun(lines, at, readRefusal)
  const refused = new Map<string, Refused>()
  for (const { value: service, at: line } of rows) {
    const key = `${service.protocol} ${service.address}`
    const known = refused.get(key) ?? { service, first: line, last: line, refusals: 0 }
    known.refusals++
    known.last = line
    refused.set(key, known)
  }
  const facts = [...refused.values()].slice(0, ROWS_MAX).map(toRefusals)
  return facts.length > 0 ? { facts, from: at, to } : undefined
}

function toRefusals({ service, first, last, refusals }: Refused): Observation {
  return observe<typeof virtualService.schema>(
    'virtual-service',
    { ...service, destinations: undefined, weighted: undefined, refusals },
    first,
    last,
  )
}

/** https://github.com/torvalds/linux/blob/master/net/netfilter/ipvs/ip_vs_sched.c (ip_vs_scheduler_err) */
const REFUSAL = /^IPVS: ([a-z][a-z_-]{0,15}): (TCP|UDP|SCTP) (\S{3,60}) - no destination available(?:\s|$)/

function readRefusal(line: string): Service | undefined {
  const text = line.slice(0, LINE_MAX)
  const said = REFUSAL.exec(text.slice(Math.max(0, text.indexOf('IPVS: '))))
  return said ? toService(said[2] ?? '', said[3] ?? '', said[1] ?? '') : undefined
}

function toService(protocol: string, address: string, scheduler: string): Service | undefined {
  const numeric = readAddress(address)
  if (!numeric || !isProtocol(protocol)) return undefined
  return { protocol, address: numeric, scheduler }
}

function isProtocol(word: string): word is Protocol {
  return word === 'TCP' || word === 'UDP' || word === 'SCTP'
}

/** Undefined for what is not an address and a port in numbers. */
function readAddress(text: string): string | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}$/.test(text)) return text
  const hex = /^([0-9A-F]{8}):([0-9A-F]{4})$/.exec(text)
  if (hex?.[1] && hex[2]) return `${dotted(hex[1])}:${Number.parseInt(hex[2], 16)}`
  return isIpv6(text) ? text : undefined
}

/** `0A600001` of /proc is 10.96.0.1. */
function dotted(hex: string): string {
  return [0, 2, 4, 6].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.')
}

/** An address of all 32 digits may be one of /proc, where the port is hexadecimal too: which of the two cannot be told. */
function isIpv6(text: string): boolean {
  return /^\[(?=[^\]]{0,38}:)[0-9a-f:.]{2,38}\]:\d{1,5}$/.test(text)
}

function wordsOf(line: string | undefined): string[] {
  return words(line?.slice(0, LINE_MAX) ?? '')
}
