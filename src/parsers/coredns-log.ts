import dnsQueries from '../facts/dns-queries.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { words } from './text/words.ts'

const LINE_MAX = 1_200
const TYPES = new Set(['"A', '"AAAA'])
const LINES_MAX = 100_000

/**
 * The queries in the log of CoreDNS (its plugin `log`): `"A IN api.example.com.default.svc.cluster.local. udp 60 false
 * 512" NXDOMAIN …`. Lookups of addresses only (A and AAAA); one row for the whole paste.
 *
 * Refused: lines of the plugin `errors`, other formats, and fewer than two queries.
 * https://coredns.io/plugins/log/
 */
const corednsLog: Parser = {
  command: 'kubectl -n kube-system logs -l k8s-app=kube-dns',
  cues: ['"A IN ', '"AAAA IN '],
  sample: `[INFO] 10.244.1.5:41234 - 23123 "A IN api.example.com.default.svc.cluster.local. udp 60 false 512" NXDOMAIN qr,aa,rd 153 0.000118s
[INFO] 10.244.1.5:41234 - 23124 "A IN api.example.com. udp 33 false 512" NOERROR qr,rd,ra 64 0.004118s`,
  read(lines, at) {
    if (!readQuery(lines[at] ?? '')) return undefined
    const queries = new Map<number, Query>()
    for (let i = at; i < lines.length && queries.size < LINES_MAX; i++) {
      const query = readQuery(lines[i] ?? '')
      if (query) queries.set(i, query)
    }
    const total = queries.size
    const searchMisses = [...queries.values()].filter((query) => query === 'search miss').length
    const fields = { total, searchMisses, searchMissPercent: (100 * searchMisses) / total }
    const last = [...queries.keys()].at(-1) ?? at
    return { facts: total < 2 ? [] : [observe(dnsQueries, fields, at, last)], from: at, to: lines.length }
  },
}

export default corednsLog

type Query = 'search miss' | 'other'

function readQuery(line: string): Query | undefined {
  const said = words(line.slice(0, LINE_MAX))
  const at = said.findIndex((word) => TYPES.has(word))
  const [, kind, name = '', protocol, , , size, code] = said.slice(at < 0 ? said.length : at)
  const isQuery =
    kind === 'IN' && name.endsWith('.') && /^(?:udp|tcp)$/.test(protocol ?? '') && /^\d{1,5}"$/.test(size ?? '')
  if (!isQuery || !/^[A-Z]{4,9}$/.test(code ?? '')) return undefined
  return code === 'NXDOMAIN' && name.toLowerCase().endsWith('.cluster.local.') ? 'search miss' : 'other'
}
