import { expect, test } from 'vitest'
import ipvsadm from '../../src/parsers/ipvsadm.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const HEADER = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn`

const WEB = { protocol: 'TCP', address: '10.96.12.40:80', scheduler: 'rr' }

test('counts the destinations of each service', () => {
  const text = `[root@node-3 ~]# ipvsadm -Ln
${HEADER}
TCP  10.96.0.1:443 rr persistent 10800
  -> 192.168.0.10:6443            Masq    1      3          0
  -> 192.168.0.11:6443            Masq    0      1          12
TCP  10.96.12.40:80 rr
UDP  10.96.0.10:53 wrr
  -> 10.244.1.7:53                Masq    3      0          61
[root@node-3 ~]#`
  expect(factsIn(ipvsadm, text)).toMatchObject([
    {
      fields: { protocol: 'TCP', address: '10.96.0.1:443', scheduler: 'rr', destinations: 2, weighted: 1 },
      first: 4,
      last: 6,
    },
    { fields: { ...WEB, destinations: 0, weighted: 0 }, first: 7, last: 7 },
    {
      fields: { protocol: 'UDP', address: '10.96.0.10:53', scheduler: 'wrr', destinations: 1, weighted: 1 },
      first: 8,
      last: 9,
    },
  ])
})

test('reads the hexadecimal addresses of /proc/net/ip_vs', () => {
  const text = `$ cat /proc/net/ip_vs
IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
TCP  0A600C28:0050 rr
  -> 0AF40107:1F90      Masq    1      0          0`
  expect(fieldsIn(ipvsadm, text)).toEqual([{ ...WEB, destinations: 1, weighted: 1 }])
})

test.each([
  ['IPv6', 'TCP  [2001:db8::a]:80 sh', '[2001:db8::a]:80'],
  ['SCTP', 'SCTP 192.0.2.10:3868 lc', '192.0.2.10:3868'],
])('understands a service over %s', (_what, row, address) => {
  expect(fieldsIn(ipvsadm, `${HEADER}\n${row}`)).toMatchObject([{ address, destinations: 0 }])
})

test('understands a table with blank lines between its lines', () => {
  const text = `${HEADER}\nTCP  10.96.12.40:80 rr\n  -> 10.244.1.7:8080              Masq    1      0          0`
  expect(fieldsIn(ipvsadm, text.replaceAll('\n', '\n\n'))).toEqual([{ ...WEB, destinations: 1, weighted: 1 }])
})

test('stops at prose behind the table', () => {
  const text = `${HEADER}\nTCP  10.96.12.40:80 rr\nwhy is it empty?\n  -> 10.244.1.7:8080 Masq 1 0 0`
  expect(fieldsIn(ipvsadm, text)).toEqual([{ ...WEB, destinations: 0, weighted: 0 }])
})

test.each([
  ['dots', '...'],
  ['a row that is cut', '  -> 10.244.1.7:8080              Masq    1'],
  ['a row whose arrow an editor changed', '→ 10.244.1.7:8080 Masq 1 0 0'],
  ['a row that lost its arrow', '10.244.1.7:8080              Masq    1      0          0'],
])('does not count a service next to %s', (_what, row) => {
  const table = `${HEADER}\nTCP  10.96.12.40:80 rr\n${row}\n  -> 10.244.1.8:8080 Masq 1 0 0\nTCP  192.0.2.10:80 rr`
  expect(fieldsIn(ipvsadm, table)).toMatchObject([{ address: '192.0.2.10:80' }])
})

test.each([
  ['a firewall mark', 'FWM  100 rr'],
  ['a name', 'TCP  web.example.com:http rr'],
  ['an IPv6 address that may be one of /proc', 'TCP  [2001:0db8:0000:0000:0000:0000:0000:000a]:0050 rr'],
])('keeps the destinations of %s from the service above', (_what, row) => {
  const table = `${HEADER}\nTCP  10.96.12.40:80 rr\n${row}\n  -> 10.244.1.8:8080 Masq 1 0 0`
  expect(fieldsIn(ipvsadm, table)).toEqual([{ ...WEB, destinations: 0, weighted: 0 }])
})

test.each([
  [
    '--stats',
    'Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes\n  -> RemoteAddress:Port\nTCP  10.96.12.40:80                       0        0        0        0        0',
  ],
  [
    '-c',
    'IPVS connection entries\npro expire state       source             virtual            destination\nTCP 14:58  ESTABLISHED 192.0.2.7:4711 10.96.12.40:80 10.244.1.7:8080',
  ],
  [
    '--persistent-conn',
    `Prot LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port            Weight    PersistConn ActiveConn InActConn\nTCP  10.96.12.40:80 rr`,
  ],
  ['grep', `# ipvsadm -Ln | grep -v Masq\n${HEADER}\nTCP  10.96.12.40:80 rr`],
  ['rows alone', 'TCP  10.96.12.40:80 rr\nTCP  10.96.12.41:80 rr'],
  ['half a header', 'Prot LocalAddress:Port Scheduler Flags\nTCP  10.96.12.40:80 rr'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(ipvsadm, text)).toEqual([])
})

test('adds up neighbouring lines of the kernel about one service', () => {
  const text = `[8939541.979333] IPVS: rr: TCP 10.96.12.40:80 - no destination available
[8939542.100871] IPVS: rr: UDP 10.96.0.10:53 - no destination available
Nov 21 09:14:02 node-3 kernel: IPVS: rr: TCP 10.96.12.40:80 - no destination available
[8939543.000100] device veth0 left promiscuous mode
[8939544.000100] IPVS: rr: TCP 10.96.12.40:80 - no destination available`
  expect(factsIn(ipvsadm, text)).toMatchObject([
    { fields: { ...WEB, refusals: 2 }, first: 0, last: 2 },
    { fields: { protocol: 'UDP', address: '10.96.0.10:53', refusals: 1 }, first: 1, last: 1 },
    { fields: { ...WEB, refusals: 1 }, first: 4, last: 4 },
  ])
})

test.each([
  ['a firewall mark', 'IPVS: rr: FWM 100 0x00000064 - no destination available'],
  ['another complaint', 'IPVS: rr: TCP 10.96.12.40:80 - no destination availability zone'],
  ['a hidden address', 'IPVS: rr: TCP xxxx - no destination available'],
  ['prose', 'the kernel says - no destination available'],
])('says nothing of a log line with %s', (_what, line) => {
  expect(factsIn(ipvsadm, line)).toEqual([])
})
