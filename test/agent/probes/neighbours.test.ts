import { expect, test } from 'vitest'
import neighbours from '../../../src/agent/probes/neighbours.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const HEADER =
  'entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls\n'

function row(entries: number, fulls: number): string {
  const numbers = [entries, 1, 0, 0, 34, 0, 0, 0, 0, 820, 0, 0, fulls]
  return `${numbers.map((number) => number.toString(16).padStart(8, '0')).join(' ')}\n`
}

const THRESHOLDS = {
  'proc/sys/net/ipv4/neigh/default/gc_thresh1': '128\n',
  'proc/sys/net/ipv4/neigh/default/gc_thresh3': '1024\n',
}

test('reads the whole table and how often it was full', async () => {
  const view = scratchNode({ ...THRESHOLDS, 'proc/1/net/stat/arp_cache': HEADER + row(1024, 300) + row(1024, 7) })
  const { facts, notChecked } = await neighbours.look(view, ONE_PIECE)
  expect(facts).toEqual([
    {
      kind: 'neighbour-table',
      fields: { family: 'IPv4', entries: 1024, gcThresh1: 128, gcThresh3: 1024, usedPercent: 100, overflows: 307 },
    },
  ])
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([['neighbours of IPv6', 'not-here']])
})

test('without the thresholds of the node it knows the entries only', async () => {
  const view = scratchNode({ 'proc/1/net/stat/arp_cache': HEADER + row(900, 0) }, { contained: true })
  const { facts, notChecked } = await neighbours.look(view, ONE_PIECE)
  expect(facts[0]?.fields).toMatchObject({ entries: 900, gcThresh3: undefined, usedPercent: undefined, overflows: 0 })
  expect(notChecked.map(({ why }) => why)).toContain('not-trusted')
})
