import { expect, test } from 'vitest'
import iostat from '../../src/parsers/iostat.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const BANNER = 'Linux 6.1.0-18-amd64 (node-7) \t11/21/26 \t_x86_64_\t(2 CPU)\n'
const CPU = `avg-cpu:  %user   %nice %system %iowait  %steal   %idle
          55.61    0.00   14.80    0.00    1.02   28.57
`
const HEADER =
  'Device            r/s     rkB/s   rrqm/s  %rrqm r_await rareq-sz     w/s     wkB/s   wrqm/s  %wrqm w_await wareq-sz     d/s     dkB/s   drqm/s  %drqm d_await dareq-sz     f/s f_await  aqu-sz  %util'
const MEAN =
  'vda             42.05   1658.46    11.06  20.82    0.42    39.44    9.61    981.60    17.29  64.27    1.26   102.16    4.50     53.52     0.07   1.46    0.14    11.90    1.23    0.11    0.03   1.11'
const BUSY =
  'vda             24.00   2592.00   116.00  82.86    0.62   108.00    3.00     40.00     0.00   0.00   91.33    13.33    6.00     52.00     0.00   0.00  120.17     8.67    0.00    0.00   37.02  99.60'

const mean = {
  device: 'vda',
  utilPercent: 1.11,
  awaitMs: 1.26,
  queueLength: 0.03,
  readsPerSecond: 42.05,
  writesPerSecond: 9.61,
  readBytesPerSecond: 1_698_263,
  writeBytesPerSecond: 1_005_158,
}
const busy = {
  device: 'vda',
  utilPercent: 99.6,
  awaitMs: 91.33,
  queueLength: 37.02,
  readsPerSecond: 24,
  writesPerSecond: 3,
  readBytesPerSecond: 2_654_208,
  writeBytesPerSecond: 40_960,
}

test('takes the last report, which is not since boot', () => {
  const text = [BANNER, CPU, HEADER, MEAN, '', '', CPU, HEADER, BUSY, '$ '].join('\n')
  expect(factsIn(iostat, text)).toEqual([
    { kind: 'disk-io', fields: { ...busy, sinceBoot: false }, first: 13, last: 13 },
  ])
})

test('calls the only report of a run what it is: the mean since boot', () => {
  expect(fieldsIn(iostat, [BANNER, CPU, HEADER, MEAN].join('\n'))).toEqual([{ ...mean, sinceBoot: true }])
  expect(fieldsIn(iostat, [BANNER, '11/21/26 00:29:41', CPU, HEADER, MEAN].join('\n'))).toEqual([
    { ...mean, sinceBoot: true },
  ])
})

test('believes -y, which leaves that mean out', () => {
  const text = ['root@node-7:~# iostat -xy 1 1', BANNER, CPU, HEADER, BUSY].join('\n')
  expect(fieldsIn(iostat, text)).toEqual([{ ...busy, sinceBoot: false }])
})

test('does not know what a report without a banner is', () => {
  expect(fieldsIn(iostat, ['here is iostat:', HEADER, BUSY].join('\n'))).toEqual([busy])
})

test('keeps two runs apart', () => {
  const run = [BANNER, HEADER, MEAN].join('\n')
  expect(fieldsIn(iostat, `${run}\n\n${run}`)).toEqual([
    { ...mean, sinceBoot: true },
    { ...mean, sinceBoot: true },
  ])
})

test('skips an empty last report of -z', () => {
  expect(fieldsIn(iostat, [BANNER, HEADER, MEAN, '', HEADER, ''].join('\n'))).toEqual([{ ...mean, sinceBoot: true }])
})

test.each([
  [
    'sysstat 10: await, svctm, sectors',
    'Device:         rrqm/s   wrqm/s     r/s     w/s   rsec/s   wsec/s avgrq-sz avgqu-sz   await  svctm  %util',
    'sdb               0.00    12.00    2.00  410.00    32.00 104960.00   254.83    37.42   91.20   2.42  99.70',
    { awaitMs: 91.2, queueLength: 37.42, readBytesPerSecond: 16_384, writeBytesPerSecond: 53_739_520 },
  ],
  [
    'sysstat 11: r_await beside await, svctm',
    'Device:         rrqm/s   wrqm/s     r/s     w/s    rkB/s    wkB/s avgrq-sz avgqu-sz   await r_await w_await  svctm  %util',
    'sdb               0.00    12.00    2.00  410.00    16.00 52480.00   254.83    37.42   91.20    8.50   91.60   2.42  99.70',
    { awaitMs: 91.6, queueLength: 37.42, readBytesPerSecond: 16_384, writeBytesPerSecond: 53_739_520 },
  ],
  [
    'megabytes and decimal commas',
    'Device            r/s     w/s     rMB/s     wMB/s   rrqm/s   wrqm/s  %rrqm  %wrqm r_await w_await aqu-sz rareq-sz wareq-sz  svctm  %util',
    'sdb              2,00  410,00      0,50     51,25     0,00    12,00   0,00   2,84   95,50   91,20  37,42     8,00   128,00   2,42  99,70',
    { awaitMs: 95.5, queueLength: 37.42, readBytesPerSecond: 524_288, writeBytesPerSecond: 53_739_520 },
  ],
])('understands %s', (_layout, header, row, figures) => {
  expect(fieldsIn(iostat, `${header}\n${row}`)).toEqual([
    { device: 'sdb', utilPercent: 99.7, readsPerSecond: 2, writesPerSecond: 410, ...figures },
  ])
})

test('reads the short columns of -s', () => {
  const text = `Device             tps      kB/s    rqm/s   await  areq-sz  aqu-sz  %util
vda              71.77   5854.86    23.85    1.55    81.58    0.11   1.30`
  expect(fieldsIn(iostat, text)).toEqual([{ device: 'vda', utilPercent: 1.3, awaitMs: 1.55, queueLength: 0.11 }])
})

test('skips a row that lost its end, and reads on', () => {
  const text = [HEADER, BUSY.slice(0, 90), BUSY.replace('vda', 'vdb')].join('\n')
  expect(fieldsIn(iostat, text)).toMatchObject([{ device: 'vdb' }])
})

test('reads a double-spaced paste', () => {
  expect(fieldsIn(iostat, [HEADER, MEAN, HEADER, BUSY].join('\n\n'))).toEqual([{ ...busy, sinceBoot: false }])
})

test.each([
  ['iostat without -x', 'Device             tps    kB_read/s    kB_wrtn/s\nvda   1.00   2.00  3.00'],
  ['-h', '     f/s f_await  aqu-sz  %util Device\n    0.18    7.86    0.25   0.4% loop0'],
  [
    'sar -d',
    '12:00:01 AM       DEV       tps     rkB/s  await     %util\n12:10:01 AM       vda      1.00   2.00  3.00 4.00',
  ],
  ['a header alone', HEADER],
  ['a row under a header that lost its end', `${HEADER.slice(0, 60)} %util\n${BUSY}`],
  ['prose', 'Device sda shows a %util of 99.60 here\nwhich is much'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(iostat, text)).toEqual([])
})
