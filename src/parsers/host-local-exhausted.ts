import ipPool from '../facts/ip-pool.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const MARK = 'no IP addresses available in range set: '
const LINE_MAX = 16_384
const ROWS_MAX = 100
const RANGE = /^(\d{1,3}(?:\.\d{1,3}){3})-(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])/

/**
 * What the CNI plugin host-local says when it has no address left, in a log or an event. One row for each range.
 *
 * Refused: several ranges in one set (their size is not the pool's), and IPv6.
 * https://github.com/containernetworking/plugins/blob/main/plugins/ipam/host-local/backend/allocator/allocator.go
 */
const hostLocalExhausted: Parser = {
  command: 'journalctl -u kubelet | grep "no IP addresses available"',
  cues: [MARK],
  sample: 'failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254',
  read(lines, at) {
    if (!readLine(lines[at] ?? '')) return undefined
    const rows = new Map<string, Observation>()
    for (let i = at; i < lines.length && rows.size < ROWS_MAX; i++) {
      const pool = readLine(lines[i] ?? '')
      if (pool) rows.set(pool.range, observe(ipPool, pool, i))
    }
    return { facts: [...rows.values()], from: at, to: lines.length }
  },
}

export default hostLocalExhausted

function readLine(line: string) {
  const text = line.slice(0, LINE_MAX)
  const from = text.lastIndexOf(MARK)
  const [range, first = '', last = ''] = from < 0 ? [] : (RANGE.exec(text.slice(from + MARK.length)) ?? [])
  const size = numberOf(last) - numberOf(first) + 1
  return range !== undefined && size > 0 ? { range, size, exhausted: true } : undefined
}

function numberOf(address: string): number {
  const octets = address.split('.').map(Number)
  return octets.length === 4 && octets.every((octet) => octet < 256)
    ? octets.reduce((sum, octet) => sum * 256 + octet, 0)
    : Number.NaN
}
