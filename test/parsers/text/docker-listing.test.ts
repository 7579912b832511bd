import { expect, test } from 'vitest'
import { oneRow, readListing } from '../../../src/parsers/text/docker-listing.ts'

const read = (text: string) =>
  readListing(text.split('\n'), 0, (line) => oneRow(line.startsWith('row ') ? line.slice(4) : undefined))

test('reads rows up to the first line of another kind', () => {
  expect(read('row a\nrow b\nthat was all\nrow c')).toEqual({
    rows: [
      { row: 'a', at: 0 },
      { row: 'b', at: 1 },
    ],
    whole: true,
    to: 2,
  })
})

test('reads across two empty lines, not three', () => {
  expect(read('row a\n\n\nrow b\n\n\n\nrow c')).toMatchObject({
    rows: [{ row: 'a' }, { row: 'b' }],
    whole: true,
    to: 4,
  })
})

test.each(['...', ' ...此处省略若干行...', '……', '4e7d6f5e4262', '5bfd999ba579   zookeeper:la'])(
  'is not whole with %j in it',
  (line) => {
    expect(read(`row a\n${line}\nrow b`)).toMatchObject({ rows: [{ row: 'a' }, { row: 'b' }], whole: false, to: 3 })
  },
)

test('takes a row for a row, whatever it says', () => {
  expect(read('row truncated').whole).toBe(true)
})
