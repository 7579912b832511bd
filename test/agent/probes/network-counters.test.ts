import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/network-counters.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const SNMP = `Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens RetransSegs
Tcp: 1 200 120000 -1 17404 1698
Udp: InDatagrams NoPorts RcvbufErrors
Udp: 290 3 41
`
const NETSTAT = `TcpExt: SyncookiesSent ListenOverflows ListenDrops IPReversePathFilter
TcpExt: 0 1187 1187 52
`

test('the counters that matter, named as nstat names them', async () => {
  const view = scratchNode({ 'proc/1/net/snmp': SNMP, 'proc/1/net/netstat': NETSTAT }, { contained: true })
  const { facts, notChecked } = await probe.look(view, ONE_PIECE)
  expect(facts.map(({ fields }) => [fields.name, fields.value, fields.sinceBoot])).toEqual([
    ['TcpActiveOpens', 17_404, true],
    ['TcpRetransSegs', 1698, true],
    ['UdpInDatagrams', 290, true],
    ['UdpNoPorts', 3, true],
    ['UdpRcvbufErrors', 41, true],
    ['TcpExtListenOverflows', 1187, true],
    ['TcpExtListenDrops', 1187, true],
    ['TcpExtIPReversePathFilter', 52, true],
  ])
  expect(notChecked).toEqual([])
})

test('names and values that do not pair are not paired', async () => {
  const view = scratchNode({
    'proc/1/net/snmp': 'Tcp: ActiveOpens RetransSegs\nTcp: 17404\n',
    'proc/1/net/netstat': 'TcpExt: ListenDrops\nIpExt: 5\n',
  })
  expect((await probe.look(view, ONE_PIECE)).facts).toEqual([])
})

test('the counters of a container are not the node’s', async () => {
  const { facts, notChecked } = await probe.look(scratchNode({}, { contained: true, proc: '/proc' }), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})
