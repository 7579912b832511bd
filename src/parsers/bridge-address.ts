import bridgeAddress from '../facts/bridge-address.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const MARK = ' already has an IP address different from '
const LINE_MAX = 16_384
const ROWS_MAX = 100
const NAME = /"([\w.-]{1,15})\\{0,3}"$/
const ADDRESS = /^(\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2})(?![\d.])/

/**
 * What the CNI plugin bridge says when its bridge has another address than the one that it is to have; one row a bridge.
 * https://github.com/containernetworking/plugins/blob/main/plugins/main/bridge/bridge.go
 */
const bridgeAddressParser: Parser = {
  command: 'journalctl -u kubelet | grep "IP address different"',
  cues: [MARK.trim()],
  sample: 'failed to set bridge addr: "cni0" already has an IP address different from 10.244.4.1/24',
  read(lines, at) {
    if (!readLine(lines[at] ?? '')) return undefined
    const rows = new Map<string, Observation>()
    for (let i = at; i < lines.length && rows.size < ROWS_MAX; i++) {
      const said = readLine(lines[i] ?? '')
      if (said) rows.set(`${said.name} ${said.wanted}`, observe(bridgeAddress, said, i))
    }
    return { facts: [...rows.values()], from: at, to: lines.length }
  },
}

export default bridgeAddressParser

function readLine(line: string): { name: string; wanted: string } | undefined {
  const text = line.slice(0, LINE_MAX)
  const at = text.lastIndexOf(MARK)
  if (at < 0) return undefined
  const [, name] = NAME.exec(text.slice(Math.max(0, at - 24), at)) ?? []
  const [, wanted] = ADDRESS.exec(text.slice(at + MARK.length, at + MARK.length + 40)) ?? []
  return name && wanted ? { name, wanted } : undefined
}
