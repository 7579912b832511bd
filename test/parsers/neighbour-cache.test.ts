import { expect, test } from 'vitest'
import parser from '../../src/parsers/neighbour-cache.ts'
import { fieldsIn } from './facts-in.ts'

const HEADER =
  'entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls'
const ROW = (entries: string, fulls: string) =>
  `${entries} 00000001 00000000 00000000   00000022 00000000 00000000   00000000         00000000         00000334         00000000       00000000            ${fulls}`

test('takes the entries once and adds up how often it was full', () => {
  const text = `# cat /proc/net/stat/arp_cache\n${HEADER}\n${ROW('00000400', '0000012c')}\n${ROW('00000400', '00000001')}\n#`
  expect(fieldsIn(parser, text)).toEqual([{ family: 'IPv4', entries: 1024, overflows: 301 }])
})

test('tells IPv6 by its file', () => {
  const text = `$ cat /proc/net/stat/ndisc_cache\n${HEADER}\n${ROW('0000000a', '00000000')}`
  expect(fieldsIn(parser, text)).toEqual([{ family: 'IPv6', entries: 10, overflows: 0 }])
})

test('reads a kernel that does not count overflows', () => {
  const without = (line: string) => line.replace(/\s+\S+$/, '')
  const text = `# cat /proc/net/stat/arp_cache\n${without(HEADER)}\n${without(ROW('00000400', '0'))}`
  expect(fieldsIn(parser, text)).toEqual([{ family: 'IPv4', entries: 1024 }])
})

test.each([
  ['a table of nobody knows what', `${HEADER}\n${ROW('00000400', '00000000')}`],
  ['a cut row', `# cat /proc/net/stat/arp_cache\n${HEADER}\n${ROW('00000400', '').trim()}`],
  ['names alone', `# cat /proc/net/stat/arp_cache\n${HEADER}`],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
