import cgroupDrivers from '../facts/cgroup-drivers.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const TOML = /^(?:\/\S{1,200}:(?:\d{1,6}:)?)?\s{0,20}SystemdCgroup = (true|false)$/
const JSON_LINE = /^\s{0,60}"SystemdCgroup": (true|false),?$/
const LINES_MAX = 3_000

/**
 * `SystemdCgroup` of containerd's runtimes, from its `config.toml` and from `crictl info`. Several that agree are one
 * driver; when they do not agree nothing is said.
 *
 * Refused: `systemd_cgroup` and `systemdCgroup`, an older setting of the whole plugin that newer runtimes ignore, and
 * lines that are commented out.
 */
const systemdCgroup: Parser = {
  command: 'grep SystemdCgroup /etc/containerd/config.toml',
  cues: ['SystemdCgroup'],
  sample: `# grep SystemdCgroup /etc/containerd/config.toml
            SystemdCgroup = true`,
  read(lines, at) {
    const first = readLine(lines[at] ?? '')
    if (first === undefined) return undefined
    let last = at
    let agrees = true
    for (let line = at + 1; line < lines.length && line - last < LINES_MAX; line++) {
      const value = readLine(lines[line] ?? '')
      if (value === undefined) continue
      agrees &&= value === first
      last = line
    }
    const row = { runtime: first ? 'systemd' : 'cgroupfs', runtimeName: 'cri' }
    return { facts: agrees ? [observe(cgroupDrivers, row, at, last)] : [], from: at, to: last + 1 }
  },
}

export default systemdCgroup

/** The cue is found in any case; this name has one. */
function readLine(line: string): boolean | undefined {
  if (!line.slice(0, 400).includes('SystemdCgroup')) return undefined
  const text = line.slice(0, 400).trimEnd()
  const value = (TOML.exec(text) ?? JSON_LINE.exec(text))?.[1]
  return value === undefined ? undefined : value === 'true'
}
