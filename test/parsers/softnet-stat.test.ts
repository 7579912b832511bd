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

test('two readings of one command tell what was dropped between them', () => {
  const later = `000f4241 000000a8 00000003${ZEROS}\n000f4240 00000000 00000001${ZEROS}`
  const command = '# cat /proc/net/softnet_stat; sleep 10; cat /proc/net/softnet_stat'
  expect(fieldsIn(softnetStat, `${command}\n${LINES}\n${later}`)).toMatchObject([
    { cpus: 2, processed: 2_000_001, dropped: 168, newlyDropped: 140 },
  ])
  expect(fieldsIn(softnetStat, `${command}\n${later}\n${LINES}`)).toEqual([
    { cpus: 2, processed: 2_000_000, dropped: 28, squeezed: 4, droppedPerMillion: 14 },
  ])
  expect(fieldsIn(softnetStat, `${command}\n${LINES}\n00000001 00000001 00000001${ZEROS}`)).toEqual([])
})

test.each([
  ['lines without their command', LINES],
  ['some of the lines', `# cat /proc/net/softnet_stat | head -1\n${LINES}`],
  ['columns in decimal', '# cat /proc/net/softnet_stat\n1000000 28 3 0 0 0 0 0 0 0 0'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(softnetStat, text)).toEqual([])
})
