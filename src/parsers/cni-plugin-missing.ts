import cniPlugin from '../facts/cni-plugin.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const MARK = 'failed to find plugin '
const LINE_MAX = 16_384
const MISSES_MAX = 16
const ROWS_MAX = 100
const PLUGIN = /^\\{0,3}"([\w.-]{1,64})\\{0,3}" in path \[([^\]\s]{1,200})/

/**
 * What libcni says of a program that is not in any of its folders, in a log or an event; several may stand in one line.
 * https://github.com/containernetworking/cni/blob/main/pkg/invoke/find.go
 */
const cniPluginMissing: Parser = {
  command: 'journalctl -u kubelet | grep "failed to find plugin"',
  cues: [MARK],
  sample: 'plugin type="portmap" failed (delete): failed to find plugin "portmap" in path [/opt/cni/bin]',
  read(lines, at) {
    if (missesIn(lines[at]?.slice(0, LINE_MAX) ?? '').length === 0) return undefined
    const rows = new Map<string, Observation>()
    for (let i = at; i < lines.length && rows.size < ROWS_MAX; i++) {
      for (const [plugin, folder] of missesIn(lines[i]?.slice(0, LINE_MAX) ?? '')) {
        rows.set(plugin, observe(cniPlugin, { plugin, present: false, toldBy: 'runtime', folder }, i))
      }
    }
    return { facts: [...rows.values()], from: at, to: lines.length }
  },
}

export default cniPluginMissing

function missesIn(text: string): (readonly [string, string])[] {
  const pieces = text.split(MARK).slice(1, 1 + MISSES_MAX)
  return pieces.flatMap((piece) => {
    const [, plugin, folder] = PLUGIN.exec(piece.slice(0, 400)) ?? []
    return plugin && folder ? [[plugin, folder] as const] : []
  })
}
