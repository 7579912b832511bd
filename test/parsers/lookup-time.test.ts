import { expect, test } from 'vitest'
import lookupTime from '../../src/parsers/lookup-time.ts'
import { fieldsIn } from './facts-in.ts'

test('curl, and time of the tools that look up', () => {
  const text = `time_namelookup: 5.514032
time_namelookup:  0.004211
$ time nslookup web.default
Server:         10.96.0.10

real    0m5.027s
user    0m0.004s
namelookup: 10.012`
  expect(fieldsIn(lookupTime, text)).toEqual([
    { seconds: 5.514032 },
    { seconds: 0.004211 },
    { seconds: 5.027 },
    { seconds: 10.012 },
  ])
})

test.each([
  ['another command', '$ time make\nreal    0m5.027s'],
  ['a command in between', '$ time nslookup web\n$ time make\nreal    0m5.027s'],
  ['the format', "curl -w 'time_namelookup: %{time_namelookup}'"],
  ['prose', 'namelookup takes 5 seconds'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(lookupTime, text)).toEqual([])
})
