import type { Fault } from '../fault.ts'
import { failing, must } from '../processes.ts'

const FAR = 'far'
const UPLINK_MTU = 1400
/** Ethernet's own 1500 without the 50 bytes that VXLAN adds. */
const MTU = 1450
const HEADERS = 28

/** An overlay that was made when the network below it took larger packets, between the lab and a second network namespace. */
export const wrongMtu: Fault = {
  name: 'wrong-mtu',
  case: 'mtu-mismatch',
  healthy: { verdict: 'undecided', why: 'only a packet that passes rules it out, and the far end is gone' },
  async make(_node, undo) {
    undo.add('remove the far end', () => must('ip', ['netns', 'del', FAR]))
    await must('ip', ['netns', 'add', FAR])
    undo.add('remove the interfaces', () => must('ip', ['link', 'del', 'up0']))
    await must('ip', ['link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'up0', 'netns', FAR])
    await makeEnd([], 1, 2)
    await makeEnd(['-n', FAR], 2, 1)
    await must('ip', ['link', 'set', 'up0', 'mtu', String(UPLINK_MTU)])
    const error = await failing('ping', ['-c', '2', '-W', '1', '-M', 'do', '-s', String(MTU - HEADERS), '10.99.0.2'])
    const fields = { name: 'vx0', linkType: 'vxlan', mtu: MTU, uplink: 'up0', uplinkMtu: UPLINK_MTU, excessBytes: 100 }
    return { error, proof: { fact: 'tunnel', fields } }
  },
}

async function makeEnd(where: readonly string[], own: number, other: number): Promise<void> {
  const ends = ['local', `198.51.100.${own}`, 'remote', `198.51.100.${other}`, 'dev', 'up0', 'dstport', '4789']
  const commands = [
    ['addr', 'add', `198.51.100.${own}/24`, 'dev', 'up0'],
    ['link', 'set', 'up0', 'up'],
    ['link', 'add', 'vx0', 'type', 'vxlan', 'id', '7', ...ends, 'df', 'set'],
    ['addr', 'add', `10.99.0.${own}/24`, 'dev', 'vx0'],
    ['link', 'set', 'vx0', 'up'],
  ]
  for (const command of commands) await must('ip', [...where, ...command])
}
