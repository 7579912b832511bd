import { expect, test } from 'vitest'
import hostLocalExhausted from '../../src/parsers/host-local-exhausted.ts'
import { fieldsIn } from './facts-in.ts'

const TEXT = 'failed to allocate for range 0: no IP addresses available in range set: '

test('each range once', () => {
  const lines = ['10.244.1.1-10.244.1.254', '10.244.1.1-10.244.1.254', '10.88.0.1-10.88.255.254'].map(
    (range) => TEXT + range,
  )
  expect(fieldsIn(hostLocalExhausted, lines.join('\n'))).toEqual([
    { range: '10.244.1.1-10.244.1.254', size: 254, exhausted: true },
    { range: '10.88.0.1-10.88.255.254', size: 65_534, exhausted: true },
  ])
})

test.each(['', '10.244.1.1-10.244.1.', '10.244.1.9-10.244.1.2', 'fd00::1-fd00::ff', '10.244.1.300-10.244.2.1'])(
  'says nothing of the range %s',
  (range) => {
    expect(fieldsIn(hostLocalExhausted, TEXT + range)).toEqual([])
  },
)
