import cgroupDrivers from '../facts/cgroup-drivers.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const CONFIG = /^(?:\/\S{1,200}:(?:\d{1,6}:)?)?\s{0,8}"?cgroupDriver"?:\s{0,4}"?(systemd|cgroupfs)"?,?$/
const FLAG = /(?:^|[\s"'=])--cgroup-driver=(systemd|cgroupfs)(?=$|[\s"'])/
const MISMATCH =
  /kubelet cgroup driver: \\?"(systemd|cgroupfs)\\?" is different from docker cgroup driver: \\?"(systemd|cgroupfs)\\?"/

/**
 * kubelet's cgroup driver: `cgroupDriver: systemd` in its configuration (YAML, or JSON from `configz`), the flag
 * `--cgroup-driver=` of a kubelet's command line, and the sentence with which kubelet refuses to start beside a docker
 * with another driver, which names both.
 *
 * Refused: a line that is commented out, and the flag of another program.
 */
const kubeletCgroupDriver: Parser = {
  command: 'grep cgroupDriver /var/lib/kubelet/config.yaml',
  cues: ['cgroupDriver', '--cgroup-driver=', 'is different from docker cgroup driver'],
  sample: `# grep cgroupDriver /var/lib/kubelet/config.yaml
cgroupDriver: systemd`,
  read(lines, at) {
    const line = (lines[at] ?? '').slice(0, 4_000).trimEnd()
    const row = readMismatch(line) ?? readKubelet(line)
    return row && { facts: [observe(cgroupDrivers, row, at)], from: at, to: at + 1 }
  },
}

export default kubeletCgroupDriver

function readMismatch(line: string) {
  const [, kubelet, runtime] = MISMATCH.exec(line) ?? []
  return kubelet && runtime ? { kubelet, runtime, runtimeName: 'docker', differ: kubelet !== runtime } : undefined
}

function readKubelet(line: string) {
  const flag = line.includes('kubelet') || line.includes('KUBELET') ? FLAG.exec(line) : null
  const kubelet = CONFIG.exec(line)?.[1] ?? flag?.[1]
  return kubelet ? { kubelet } : undefined
}
