import { expect, test } from 'vitest'
import chronydLog from '../../src/parsers/chronyd-log.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('what was found, and what was done about it', () => {
  const text = `Nov 20 09:00:01 node-7 chronyd[1402]: System clock wrong by -412.107473 seconds, adjustment started
Nov 20 09:04:53 node-7 systemd[1]: Started Session 4.
Nov 20 09:04:53 node-7 chronyd[1402]: System clock was stepped by 412.107473 seconds`
  expect(factsIn(chronydLog, text)).toMatchObject([
    { fields: { toldBy: 'chrony', wrongBySeconds: 412.107473, stepped: false }, first: 0 },
    { fields: { toldBy: 'chrony', wrongBySeconds: 412.107473, stepped: true }, first: 2 },
  ])
})

test.each(['System clock wrong by', 'System clock wrong by NaN seconds', 'System clock was stepped by 4'])(
  'says nothing of %s',
  (text) => {
    expect(fieldsIn(chronydLog, text)).toEqual([])
  },
)
