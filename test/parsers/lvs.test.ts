import { expect, test } from 'vitest'
import lvs from '../../src/parsers/lvs.ts'
import { fieldsIn } from './facts-in.ts'

const HEADER = '  LV               VG     Attr       LSize  Pool Origin Data%  Meta%  Move Log Cpy%Sync Convert'

test('thin pools, not the volumes in them or below them', () => {
  const text = `[root@node-7 ~]# lvs -a
${HEADER}
  kubernetes       data   -wi-ao---- 10.00g
  [lvol0_pmspare]  docker ewi-------  5.00g
  thinpool         docker twi-aot-D- 80.00g             100.00 0.12
  [thinpool_tdata] docker Twi-ao---- 80.00g
  snap1            docker Vwi-aotz-- 10.00g thinpool    12.50
[root@node-7 ~]#`
  expect(fieldsIn(lvs, text)).toEqual([
    { name: 'thinpool', dataUsedPercent: 100, metadataUsedPercent: 0.12, dataBytes: 80 * 1024 ** 3 },
  ])
})

test('marked up by a forum, and rounded down', () => {
  expect(fieldsIn(lvs, `${HEADER}\n  pool vg twi-aotz-- <1.50t **97.31** 40.02`)).toEqual([
    { name: 'pool', dataUsedPercent: 97.31, metadataUsedPercent: 40.02, dataBytes: Math.round(1.5 * 1024 ** 4) },
  ])
})

test.each([
  ['no percentage', '  pool vg twi-a-tz-- 80.00g'],
  ['prose', 'the pool has attributes like twi-aotz-- and is 80.00g large, 100.00 of it used'],
  ['more percentages than lvs prints for a pool', '  pool vg twi-aotz-- 80.00g 1.00 2.00 3.00'],
])('%s', (_what, row) => {
  expect(fieldsIn(lvs, row)).toEqual([])
})
