import { expect, test } from 'vitest'
import plegRelisting from '../../src/parsers/pleg-relisting.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const relisting = (stamp: string, process = 2210) =>
  `kubelet[2210]: I${stamp}    ${process} generic.go:191] "GenericPLEG: Relisting"`
const relistings = (...stamps: string[]) => stamps.map((stamp) => relisting(stamp)).join('\n')

test('measures the longest gap, with blank lines and prose between', () => {
  const text = [
    'the log says',
    relisting('0311 09:14:06.300412'),
    '',
    relisting('0311 09:14:07.301876'),
    'and then nothing, until',
    relisting('0311 09:14:49.630118'),
    '',
    relisting('0311 09:14:50.633204'),
  ].join('\n')
  expect(factsIn(plegRelisting, text)).toEqual([
    { kind: 'relist-gap', fields: { maxGapSeconds: 42.328242, gaps: 1, lines: 4 }, first: 3, last: 5 },
  ])
})

test.each([
  ['midnight', ['0602 23:59:58.000000', '0603 00:00:13.500000'], 15.5],
  ['the end of a month', ['0630 23:59:59.000000', '0701 00:00:00.000000'], 1],
  ['the end of a year', ['1231 23:59:55.000000', '0101 00:00:25.000000'], 30],
])('measures over %s', (_what, stamps, maxGapSeconds) => {
  expect(fieldsIn(plegRelisting, relistings(...stamps))).toMatchObject([{ maxGapSeconds, lines: 2 }])
})

test('ignores a line that goes back in time', () => {
  const text = relistings('0602 05:48:06.000000', '0602 05:40:00.000000', '0602 05:48:07.000000')
  expect(fieldsIn(plegRelisting, text)).toEqual([{ maxGapSeconds: 1, gaps: 0, lines: 3 }])
})

test('reads klog of all ages', () => {
  const text =
    'I0311 09:14:06.300412    2210 generic.go:183] GenericPLEG: Relisting\nMar 11 09:14:18 node1 kubelet[2210]: I0311 09:14:18.300412    2210 generic.go:183] GenericPLEG: Relisting'
  expect(fieldsIn(plegRelisting, text)).toEqual([{ maxGapSeconds: 12, gaps: 1, lines: 2 }])
})

test.each([
  ['a line alone', relisting('0311 09:14:06.300412')],
  ['a log with lines left out', `${relisting('0311 09:14:06.300412')}\n...\n${relisting('0311 09:24:06.300412')}`],
  ['a kubelet that was restarted', `${relisting('0311 09:14:06.300412')}\n${relisting('0311 09:24:06.300412', 1702)}`],
  ['lines of different days', relistings('0311 09:14:06.300412', '0313 09:14:06.300412')],
  ['February and March of an unknown year', relistings('0228 23:59:59.500000', '0301 00:00:00.500000')],
  ['lines without a time', 'GenericPLEG: Relisting\nGenericPLEG: Relisting'],
  ['source code', 'klog.V(5).Infof("GenericPLEG: Relisting")'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(plegRelisting, text)).toEqual([])
})
