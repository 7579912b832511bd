import networkCounter from '../facts/network-counter.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { findPipelineAbove } from './text/pipeline.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

const ROWS_MAX = 2_000
const NAME = /^(?:Ip|Icmp|IcmpMsg|Ip6|Icmp6|Tcp|TcpExt|Udp|Udp6|UdpLite|IpExt|MPTcpExt)[A-Z][A-Za-z0-9]{1,50}$/

/**
 * `nstat`: a name, a count and a rate a line. With `-a` the count is since boot; without, it is the difference to the
 * last run of nstat, which may be the same: then `sinceBoot` is left open. A selection of its lines (`grep`, names as
 * arguments) is as good as all of them.
 *
 * Refused: JSON (`-j`), `netstat -s` (sentences that differ by version), and names without the three columns.
 */
const nstat: Parser = {
  command: 'nstat -az',
  cues: [
    'TcpExt',
    'IpExt',
    'TcpRetransSegs',
    'UdpRcvbufErrors',
    'UdpInErrors',
    'UdpNoPorts',
    'IpInReceives',
    'IpReasmFails',
    'TcpActiveOpens',
  ],
  sample: `# nstat -az
#kernel
IpInReceives                    650575             0.0
TcpRetransSegs                  1716               0.0
TcpExtListenOverflows           1187               0.0
TcpExtListenDrops               1187               0.0`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readCounter)
    if (rows.length === 0) return undefined
    const command = findPipelineAbove(lines, at, ['nstat'])
    const sinceBoot = command?.args.some((arg) => /^-[a-z]{0,6}a/.test(arg)) ? true : undefined
    const facts = rows.slice(0, ROWS_MAX).map((row) => observe(networkCounter, { ...row.value, sinceBoot }, row.at))
    return { facts, from: at, to }
  },
}

export default nstat

function readCounter(line: string): { name: string; value: number } | undefined {
  const [name = '', value = '', rate = '', ...more] = words(line.slice(0, 200).trim())
  if (more.length > 0 || !NAME.test(name) || !/^\d{1,20}$/.test(value) || !/^\d{1,20}\.\d$/.test(rate)) return undefined
  return { name, value: Number(value) }
}
