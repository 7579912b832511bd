import { expect, test } from 'vitest'
import pingMtu from '../../src/parsers/ping-mtu.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const HEAD = 'PING 192.0.2.9 (192.0.2.9) 1472(1500) bytes of data.'
const STATISTICS = '--- 192.0.2.9 ping statistics ---'
const COMMAND = '# ping -M do -c 3 -s 1472 192.0.2.9'
const TARGET = { target: '192.0.2.9', packetBytes: 1500 }

test.each([
  ['ping: local error: message too long, mtu=1450', { outcome: 'too-big-here', mtu: 1450 }],
  ['ping: local error: Message too long, mtu=1450', { outcome: 'too-big-here', mtu: 1450 }],
  ['ping: sendmsg: Message too long', { outcome: 'too-big-here' }],
  ['From 198.51.100.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)', { outcome: 'too-big-on-path', mtu: 1400 }],
])('%s', (line, fields) => {
  expect(fieldsIn(pingMtu, `${HEAD}\n${line}`)).toEqual([{ ...TARGET, ...fields }])
})

test.each([
  ['3 packets transmitted, 0 received, 100% packet loss, time 2041ms', 'lost'],
  ['3 packets transmitted, 3 received, 0% packet loss, time 2003ms', 'passed'],
])('%s below a command that forbids fragments', (line, outcome) => {
  const text = `${COMMAND}\n${HEAD}\n\n${STATISTICS}\n${line}`
  expect(factsIn(pingMtu, text)).toMatchObject([{ fields: { ...TARGET, outcome }, first: 1, last: 4 }])
})

test('from inside a pod', () => {
  const text = `$ kubectl exec web-0 -- ping -M do -s 1400 -c 2 10.244.3.7\nPING 10.244.3.7 (10.244.3.7) 1400(1428) bytes of data.\n2 packets transmitted, 0 received, 100% packet loss, time 1041ms`
  expect(fieldsIn(pingMtu, text)).toEqual([{ target: '10.244.3.7', packetBytes: 1428, outcome: 'lost' }])
})

test.each([
  [
    'a ping that may be fragmented',
    `# ping -s 1472 192.0.2.9\n${HEAD}\n3 packets transmitted, 3 received, 0% packet loss`,
  ],
  ['some lost', `${COMMAND}\n${HEAD}\n3 packets transmitted, 2 received, 33% packet loss`],
  ['an output that is cut off', `${COMMAND}\n${HEAD}`],
  [
    'the end of another ping',
    `${COMMAND}\n${HEAD}\nPING 192.0.2.8 (192.0.2.8) 56(84) bytes of data.\nping: local error`,
  ],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(pingMtu, text)).toEqual([])
})
