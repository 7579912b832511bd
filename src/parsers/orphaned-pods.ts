import orphanedPod from '../facts/orphaned-pod.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const MOST_ROWS = 200
const PATTERN = /rphaned pod \\{0,3}"([0-9a-f-]{32,36})\\{0,3}" found, but (.{5,200})/
const SIMILAR = /There were a total of (\d{1,9}) errors similar/

/**
 * kubelet's `Orphaned pod "UID" found, but …`, wherever it stands. kubelet says it every two seconds: of one pod the last line counts.
 */
const orphanedPods: Parser = {
  command: 'journalctl -u kubelet',
  cues: ['rphaned pod <*> found, but '],
  sample: `E1112 08:21:40.318 1597 kubelet_volumes.go:154] Orphaned pod "5f0c9a3e-91d2-4c55-8a50-0b6f4f1e2d77" found, but volume paths are still present on disk : There were a total of 12 errors similar to this. Turn up verbosity to see them.`,
  read(lines, at) {
    if (!PATTERN.test(lines[at]?.slice(0, 1200) ?? '')) return undefined
    const pods = new Map<string, Observation>()
    for (let i = at; i < lines.length; i++) {
      const line = lines[i]?.slice(0, 1200) ?? ''
      const [, pod, text = ''] = PATTERN.exec(line) ?? []
      if (pod === undefined || (pods.size >= MOST_ROWS && !pods.has(pod))) continue
      const [, similar] = SIMILAR.exec(line) ?? []
      const reason = (text.split(' : ', 1)[0] ?? text).replace(/[\\"]{1,4}$/, '').trim()
      const fields = { pod, reason, similar: similar === undefined ? undefined : Number(similar) }
      pods.set(pod, observe(orphanedPod, fields, i))
    }
    return { facts: [...pods.values()], from: at, to: lines.length }
  },
}

export default orphanedPods
