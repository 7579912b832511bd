import { expect, test } from 'vitest'
import { readAge } from '../../../src/parsers/text/docker-age.ts'

test.each([
  ['Less than a second ago', 0, 5],
  ['1 second ago', 1, 3],
  ['59 seconds', 59, 2],
  ['About a minute ago', 60, 4],
  ['About an hour', 3600, 3],
  ['47 hours ago', 169_200, 3],
  ['13 days ago', 1_123_200, 3],
  ['3 weeks ago', 1_814_400, 3],
  ['5 months ago', 12_960_000, 3],
  ['2 years ago', 63_072_000, 3],
])('reads %j', (text, seconds, next) => {
  expect(readAge([...text.split(' '), 'Up'], 0)).toEqual({ seconds, next })
})

test.each(['N/A', '2', 'hours ago', 'About noon', '2026-11-21T00:24:31Z', '-1 hours', '2 cats'])(
  'knows that %j is none',
  (text) => {
    expect(readAge(text.split(' '), 0)).toBeUndefined()
  },
)
