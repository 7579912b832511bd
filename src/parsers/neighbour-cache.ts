import neighbourTable from '../facts/neighbour-table.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readNeighbourTotals } from './text/neighbour-totals.ts'

const ABOVE = 3

/**
 * The table of neighbours out of /proc/net/stat/arp_cache (IPv4) or ndisc_cache (IPv6): names, then a row of
 * hexadecimal numbers for each CPU, as `cat` prints them below its own command, which tells the two apart.
 *
 * Refuses a table without that command above, and `ip neigh | wc -l`, which sees one network namespace only.
 */
const neighbourCache: Parser = {
  command: 'cat /proc/net/stat/arp_cache',
  cues: ['periodic_gc_runs'],
  sample: `# cat /proc/net/stat/arp_cache
entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls
00000400 000021a4 00001da4 00000003   0001f2c0 0001e000 000000a2   00000000         00000000         0000034b         00001c20       00000011            0000012c`,
  read(lines, at) {
    const totals = readNeighbourTotals(lines, at)
    const family = totals && familyAbove(lines, at)
    if (!totals || !family) return undefined
    const { entries, overflows, last } = totals
    return { facts: [observe(neighbourTable, { family, entries, overflows }, at, last)], from: at, to: last + 1 }
  },
}

export default neighbourCache

function familyAbove(lines: readonly string[], at: number): 'IPv4' | 'IPv6' | undefined {
  for (let i = at - 1; i >= Math.max(0, at - ABOVE); i--) {
    const [, table] =
      /\/proc\/(?:\d{1,10}\/|self\/)?net\/stat\/(arp_cache|ndisc_cache)\b/.exec(lines[i]?.slice(0, 500) ?? '') ?? []
    if (table) return table === 'arp_cache' ? 'IPv4' : 'IPv6'
  }
  return undefined
}
