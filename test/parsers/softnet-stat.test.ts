import { expect, test } from 'vitest'
import softnetStat from '../../src/parsers/softnet-stat.ts'
import { fieldsIn } from './facts-in.ts'

const ZEROS = ' 00000000'.repeat(10)
const LINES = `000f4240 0000001c 00000003${ZEROS}\n000f4240 00000000 00000001${ZEROS}`

test('adds up the lines below the command', () => {
  expect(fieldsIn(softnetStat, `# cat /proc/net/softnet_stat\n${LINES}\n# date`)).toEqual([
    { cpus: 2, processed: 2_000_000, dropped: 28, squeezed: 4, droppedPerMillion: 14 },
  ])
})

test.each([
  ['lines without their command', LINES],
  ['some of the lines', `# cat /proc/net/softnet_stat | head -1\n${LINES}`],
  ['columns in decimal', '# cat /proc/net/softnet_stat\n1000000 28 3 0 0 0 0 0 0 0 0'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(softnetStat, text)).toEqual([])
})
