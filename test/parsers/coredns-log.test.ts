import { expect, test } from 'vitest'
import corednsLog from '../../src/parsers/coredns-log.ts'
import { fieldsIn } from './facts-in.ts'

function query(name: string, code: string, type = 'A'): string {
  return `[INFO] 10.244.1.5:41234 - 23123 "${type} IN ${name}. udp 60 false 512" ${code} qr,aa,rd 153 0.000118s`
}

test('names with a search domain behind them', () => {
  const log = [
    query('api.example.com.default.svc.cluster.local', 'NXDOMAIN'),
    query('api.example.com.svc.cluster.local', 'NXDOMAIN', 'AAAA'),
    'some other line',
    query('api.example.com.cluster.local', 'NXDOMAIN'),
    query('api.example.com', 'NOERROR'),
    query('web.default.svc.cluster.local', 'NOERROR'),
    query('gone.example.com', 'NXDOMAIN'),
  ]
  expect(fieldsIn(corednsLog, log.join('\n'))).toEqual([{ total: 6, searchMisses: 3, searchMissPercent: 50 }])
})

test.each([
  ['one query', query('a.default.svc.cluster.local', 'NXDOMAIN')],
  [
    'the plugin errors',
    '[ERROR] plugin/errors: 2 api.example.com. A: read udp 10.244.0.3:41234->192.0.2.53:53: i/o timeout',
  ],
  ['other types', [1, 2].map(() => query('1.0.96.10.in-addr.arpa', 'NXDOMAIN', 'PTR')).join('\n')],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(corednsLog, text)).toEqual([])
})
