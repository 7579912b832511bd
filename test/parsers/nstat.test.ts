import { expect, test } from 'vitest'
import nstat from '../../src/parsers/nstat.ts'
import { fieldsIn } from './facts-in.ts'

const ROWS = `TcpExtListenOverflows           1187               0.0
TcpExtListenDrops               1187               0.0`

test.each([
  ['# nstat -az', true],
  ['# nstat -a TcpExtListenOverflows', true],
  ['# nstat', undefined],
])('below %s', (command, sinceBoot) => {
  expect(fieldsIn(nstat, `${command}\n#kernel\n${ROWS}`)).toEqual([
    { name: 'TcpExtListenOverflows', value: 1187, ...(sinceBoot && { sinceBoot }) },
    { name: 'TcpExtListenDrops', value: 1187, ...(sinceBoot && { sinceBoot }) },
  ])
})

test.each([
  ['JSON', '{"kernel":{"TcpExtListenDrops":1187}}'],
  ['sentences', 'TcpExt:\n    1187 times the listen queue of a socket overflowed'],
  ['a name alone', 'TcpExtListenDrops 1187'],
  ['another program', 'TcpExtListenDrops 1187 0.0 0.0'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(nstat, text)).toEqual([])
})
