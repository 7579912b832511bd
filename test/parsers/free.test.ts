import { expect, test } from 'vitest'
import parser from '../../src/parsers/free.ts'
import { fieldsIn } from './facts-in.ts'

const HEADER = '               total        used        free      shared  buff/cache   available'

test.each([
  [
    'with units',
    `$ free -h\n${HEADER}\nMem:            10Gi       9.0Gi       201Mi       1.1Gi       900Mi       1.0Gi\nSwap:             0B          0B          0B`,
  ],
  [
    'with units and no command',
    `${HEADER}\nMem:            10G       9.0G       201M       1.1G       900M       1.0G\nSwap:             0B          0B          0B`,
  ],
  [
    'in KiB',
    `# free\n${HEADER}\nMem:       10485760     9437184      205824     1126400      921600     1048576\nSwap:             0           0           0`,
  ],
  [
    'in MiB',
    `# free -m\n${HEADER}\nMem:          10240        9216         201        1100         900        1024\nSwap:             0           0           0`,
  ],
])('reads sizes %s', (_what, text) => {
  const GiB = 1024 ** 3
  expect(fieldsIn(parser, text)).toEqual([
    { totalBytes: 10 * GiB, availableBytes: GiB, availablePercent: 10, swapTotalBytes: 0, swapFreeBytes: 0 },
  ])
})

test.each([
  [
    'plain numbers without the command',
    `${HEADER}\nMem:       10485760     9437184      205824     1126400      921600     1048576`,
  ],
  ['a cut row', `# free\n${HEADER}\nMem:       10485760     9437184`],
  [
    'old output',
    '# free\n             total       used       free     shared    buffers     cached\nMem:       10485760     9437184      205824     1126400      921600     1048576',
  ],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
