import { expect, test } from 'vitest'
import parser from '../../src/parsers/meminfo.ts'
import { fieldsIn } from './facts-in.ts'

test('reads KiB as bytes, past rows that have no unit', () => {
  const text = `# cat /proc/meminfo
MemTotal:           1000 kB
MemAvailable:         50 kB
HugePages_Total:       0
SwapTotal:             0 kB
SUnreclaim:          400 kB
# uname`
  expect(fieldsIn(parser, text)).toEqual([
    {
      totalBytes: 1_024_000,
      availableBytes: 51_200,
      availablePercent: 5,
      swapTotalBytes: 0,
      unreclaimableSlabBytes: 409_600,
    },
  ])
})

test('knows no share of an old kernel', () => {
  expect(fieldsIn(parser, 'MemTotal:           1000 kB\nMemFree:         50 kB')).toEqual([{ totalBytes: 1_024_000 }])
})

test.each([
  ['one NUMA node', 'Node 0 MemTotal:       16316412 kB'],
  ['prose', 'MemTotal: is what the kernel manages'],
  ['a metric', 'node_memory_MemTotal_bytes 1.6e+10'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
