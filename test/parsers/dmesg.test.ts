import { expect, test } from 'vitest'
import dmesg from '../../src/parsers/dmesg.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const NO_DESTINATION = 'IPVS: rr: TCP 10.96.12.20:9000 - no destination available'

test('counts messages that differ in numbers only, on the last of their lines', () => {
  const text = `$ dmesg | tail
[742310.118204] ${NO_DESTINATION}
[742310.120001] docker0: port 3(veth12) entered blocking state

[742312.118204] IPVS: rr: TCP 10.96.12.21:9000 - no destination available
$ df -h`
  expect(factsIn(dmesg, text)).toEqual([
    {
      kind: 'kernel-message',
      fields: {
        text: 'IPVS: rr: TCP 10.96.12.21:9000 - no destination available',
        count: 2,
        uptimeSeconds: 742_312.118204,
        spanSeconds: 2,
      },
      first: 4,
      last: 4,
    },
    {
      kind: 'kernel-message',
      fields: {
        text: 'docker0: port 3(veth12) entered blocking state',
        count: 1,
        uptimeSeconds: 742_310.120001,
        spanSeconds: undefined,
      },
      first: 2,
      last: 2,
    },
  ])
})

test.each([
  ['dmesg with small times', `[    2.204341] ${NO_DESTINATION}`, 2.204341],
  ['dmesg with callers', `[    2.204341][  T123] ${NO_DESTINATION}`, 2.204341],
  ['dmesg with callers, apart', `[    2.204341] [   C1] ${NO_DESTINATION}`, 2.204341],
  ['dmesg -x', `kern  :info  : [    2.204341] ${NO_DESTINATION}`, 2.204341],
  ['dmesg -r', `<6>[    2.204341] ${NO_DESTINATION}`, 2.204341],
  ['dmesg -T', `[Mon Nov  6 10:00:00 2023] ${NO_DESTINATION}`, undefined],
  ['a journal', `Nov 06 10:00:00 node4 kernel: ${NO_DESTINATION}`, undefined],
  ['a Chinese journal', `11月 06 10:00:00 node4 kernel: ${NO_DESTINATION}`, undefined],
  ['syslog', `Nov  6 10:00:00 node4 kernel: [    2.204341] ${NO_DESTINATION}`, 2.204341],
  ['syslog with whole times', `2023-11-06T10:00:00.123456+08:00 node4 kernel: ${NO_DESTINATION}`, undefined],
])('reads %s', (_what, line, uptimeSeconds) => {
  const said = uptimeSeconds === undefined ? {} : { uptimeSeconds }
  expect(fieldsIn(dmesg, line)).toEqual([{ text: NO_DESTINATION, count: 1, ...said }])
})

test('measures the span of dmesg -T', () => {
  const text = `[Mon Nov  6 23:59:00 2023] ${NO_DESTINATION}\n[Tue Nov  7 00:01:00 2023] ${NO_DESTINATION}`
  expect(fieldsIn(dmesg, text)).toEqual([{ text: NO_DESTINATION, count: 2, spanSeconds: 120 }])
})

test('leaves out the span over a reboot', () => {
  const text = `[742310.118204] ${NO_DESTINATION}\n[    2.204341] ${NO_DESTINATION}`
  expect(fieldsIn(dmesg, text)).toEqual([{ text: NO_DESTINATION, count: 2, uptimeSeconds: 2.204341 }])
})

test('tells 200 messages apart and cuts long ones', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const names = letters.flatMap((one) => letters.map((other) => `${one}${other}`))
  const text = names.map((name) => `[    2.204341] ${name}: ${'x'.repeat(2_000)}`).join('\n')
  const facts = factsIn(dmesg, text)
  expect(facts).toHaveLength(200)
  expect(facts[0]?.fields.text).toHaveLength(300)
})

test.each([
  ['a program that counts in milliseconds', '[    12.345] (II) LoadModule: "glx"'],
  ['a clock since 1970', '[1700000000.123456] [INFO] started'],
  ['klog', 'E0311 09:14:49.630118    2210 kernel.go:191] "no kernel: here"'],
  ['prose', 'linux kernel: 4.19, see [1] below'],
  ['a line without a message', '[    2.204341] '],
  ['a level', '[warn] IPVS is full'],
])('says nothing of %s', (_what, line) => {
  expect(factsIn(dmesg, line)).toEqual([])
})
