import { expect, test } from 'vitest'
import parser from '../../src/parsers/key-users.ts'
import { fieldsIn } from './facts-in.ts'

test('reads what counts against each quota', () => {
  const text =
    '# cat /proc/key-users\n    0:    18 17/17 13/1000000 265/25000000\n 1000:   201 201/201 200/200 4000/20000'
  expect(fieldsIn(parser, text)).toMatchObject([
    { uid: 0, keys: 13, maxKeys: 1_000_000 },
    { uid: 1000, keys: 200, maxKeys: 200, keysPercent: 100, keyBytes: 4000, maxBytes: 20_000, bytesPercent: 20 },
  ])
})

test('reads rows without their command, from that of root on', () => {
  expect(fieldsIn(parser, '    0:    18 17/17 13/1000000 265/25000000')).toMatchObject([{ uid: 0, keys: 13 }])
})

test.each([
  ['a command without output', '# cat /proc/key-users\n#'],
  ['other shares', 'load 12/1000000 of it, 3/25000000'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
