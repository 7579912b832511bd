import { expect, test } from 'vitest'
import parser from '../../src/parsers/conntrack.ts'
import { fieldsIn } from './facts-in.ts'

test('adds up the CPUs of conntrack -S', () => {
  const text = `# conntrack -S
cpu=0   \tfound=11 invalid=312 insert=0 insert_failed=4 drop=3 early_drop=1 error=1 search_restart=88
cpu=1   \tfound=9 invalid=290 insert=0 insert_failed=1 drop=2 early_drop=0 error=0 search_restart=70`
  expect(fieldsIn(parser, text)).toEqual([{ dropped: 5, earlyDropped: 1, insertFailed: 5 }])
})

test.each(['# conntrack -C\n262144', 'user@node-1:~$ sudo conntrack --count\n\n262144'])('reads %j', (text) => {
  expect(fieldsIn(parser, text)).toEqual([{ count: 262_144 }])
})

test.each([
  ['a filtered line', 'cpu=0 insert_failed=4'],
  ['a list', '# conntrack -L\n262144'],
  ['prose', 'watch insert_failed= of conntrack -S'],
  ['a count without its number', '# conntrack -C\nconntrack v1.4.7: command not found'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
