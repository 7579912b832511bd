import interfaceKind from '../facts/interface.ts'
import interfaces from '../facts/interfaces.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { findPipelineAbove, isUnfiltered } from './text/pipeline.ts'
import { words } from './text/words.ts'

const LINE_MAX = 1_200
const ROWS_MAX = 2_000
const GAP = 2
const HEAD = /^\s{0,8}(\d{1,7}): ([\w.:-]{1,15})(?:@[\w.-]{1,15})?: <[A-Z0-9_,-]{0,200}> (.{1,900})$/
const KINDS = new Set([
  'bridge',
  'bond',
  'vlan',
  'vxlan',
  'geneve',
  'ipip',
  'sit',
  'gre',
  'veth',
  'wireguard',
  'macvlan',
  'ipvlan',
  'dummy',
  'tun',
])
const TUNNELS = new Set(['vxlan', 'geneve', 'ipip', 'gre', 'sit'])

/**
 * `ip link`, `ip addr` and `ip -d link` (also `-s`, `-o` of link): name, MTU, state, the bridge of a port, and with `-d`
 * what kind of interface it is and which one carries a tunnel. The list is counted when it begins with interface 1 and
 * was not filtered, and its veths when `-d` names their kind.
 *
 * Refused: `ip -br`, `ifconfig`, and entries without an MTU.
 */
const ipLink: Parser = {
  command: 'ip -d link',
  cues: ['> mtu '],
  sample: `# ip -d link
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc mq state UP mode DEFAULT group default qlen 1000
    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0
3: flannel.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default
    link/ether 7a:10:e9:f0:92:67 brd ff:ff:ff:ff:ff:ff promiscuity 0
    vxlan id 1 local 192.0.2.2 dev eth0 srcport 0 0 dstport 8472 nolearning ttl auto ageing 300`,
  read: readList,
}

export default ipLink

interface Entry {
  readonly index: number
  readonly fields: {
    name: string
    mtu: number
    state?: string
    bridge?: string
    address?: string
    linkType?: string
    uplink?: string
  }
  readonly first: number
  last: number
}

function readList(lines: readonly string[], at: number): Reading | undefined {
  const entries: Entry[] = []
  let to = at
  for (let i = at; i < lines.length && i - to <= GAP; i++) {
    const line = lines[i]?.slice(0, LINE_MAX) ?? ''
    const head = readHead(line, i)
    const open = entries.at(-1)
    if (head) entries.push(head)
    else if (open && /^\s{2,12}\S/.test(line)) describe(open, line, i)
    else if (line.trim() !== '') break
    if (line.trim() !== '') to = i + 1
  }
  if (entries.length === 0) return undefined
  const rows = entries.slice(0, ROWS_MAX).map(({ fields, first, last }) => observe(interfaceKind, fields, first, last))
  return { facts: [...rows, ...count(lines, at, entries)], from: at, to }
}

function readHead(line: string, at: number): Entry | undefined {
  const [, index, name, rest = ''] = HEAD.exec(line) ?? []
  const [head = '', ...details] = rest.split('\\')
  const said = words(head)
  const mtu = wordAfter(said, 'mtu') ?? ''
  if (!index || !name || !/^\d{2,6}$/.test(mtu)) return undefined
  const state = wordAfter(said, 'state')?.toLowerCase()
  const bridge = wordAfter(said, 'master')
  const fields = { name, mtu: Number(mtu), ...(state && { state }), ...(bridge && { bridge }) }
  const entry = { index: Number(index), fields, first: at, last: at }
  for (const detail of details) describe(entry, detail, at)
  return entry
}

function describe(entry: Entry, line: string, at: number): void {
  entry.last = at
  const [kind = '', ...said] = words(line)
  if (kind === 'inet') noteAddress(entry, said[0] ?? '')
  if (!KINDS.has(kind) || entry.fields.linkType !== undefined) return
  entry.fields.linkType = kind
  const uplink = TUNNELS.has(kind) ? wordAfter(said, 'dev') : undefined
  if (uplink !== undefined) entry.fields.uplink = uplink
}

function noteAddress({ fields }: Entry, text: string): void {
  if (fields.address === undefined && /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/.test(text)) fields.address = text
}

function wordAfter(said: readonly string[], word: string): string | undefined {
  const at = said.indexOf(word)
  return at < 0 ? undefined : said[at + 1]
}

function count(lines: readonly string[], at: number, entries: readonly Entry[]): Observation[] {
  const [first, last] = [entries[0], entries.at(-1)]
  const command = findPipelineAbove(lines, at, ['ip'])
  if (first?.index !== 1 || !last || !command || !isUnfiltered(command) || !listsAll(command.args)) return []
  const veths = command.args.some((arg) => /^-(?:d|details?)$/.test(arg))
    ? entries.filter(({ fields }) => fields.linkType === 'veth').length
    : undefined
  return [observe(interfaces, { total: entries.length, veths }, first.first, last.last)]
}

/** Without words that choose: `dev eth0`, `type veth`, `up`, `master cni0`. */
function listsAll(args: readonly string[]): boolean {
  const asked = args.filter((arg) => !arg.startsWith('-'))
  return asked.every((arg) => /^(?:l|li|link|a|addr|address|show|ls|list)$/.test(arg))
}
