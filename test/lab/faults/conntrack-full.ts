import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import type { Fault } from '../fault.ts'
import { listenToKernel } from '../kernel-log.ts'
import { must } from '../processes.ts'
import { setNetworkSysctl } from '../sysctl.ts'

const LIMIT = 100
const CONNECTIONS = 300
const RULE = ['OUTPUT', '-m', 'conntrack', '--ctstate', 'NEW', '-j', 'ACCEPT']

/** More connections than may be tracked, in the network of the lab. */
export const conntrackFull: Fault = {
  name: 'conntrack-full',
  case: 'conntrack-full',
  healthy: { verdict: 'undecided', why: 'the kernel still counts the packets that it dropped since boot' },
  async make(node, undo) {
    await must('iptables', ['-A', ...RULE])
    undo.add('remove the rule', () => must('iptables', ['-D', ...RULE]))
    // The connection of the agent is tracked before there is no room.
    await node.probe('versions')
    const heard = await listenToKernel()
    await setNetworkSysctl('net/netfilter/nf_conntrack_max', LIMIT, undo)
    const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1').on('error', () => {}))
    undo.add('close the connections', () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const error = await heard(/nf_conntrack: table full/)
    return { error, proof: { fact: 'conntrack-table', fields: { node: true, count: LIMIT, max: LIMIT } } }
  },
}
