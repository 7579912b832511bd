import cniConfig from '../facts/cni-config.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { listedDirectory } from './text/ls-command.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

const FOLDER = /^\/etc\/cni\/net\.d$/
const TOTAL = /^\s{0,4}(?:total|总用量|總用量|总计) \d{1,9}[KMG]?\s{0,4}$/
const ENTRY = /^[-dlps](?:[r-][w-][xsStT-]){3}[.+@]?\s/

/**
 * `ls -l /etc/cni/net.d` (also `-la`, `-lh`): how many configurations there are, also none. Without `-l` an empty folder
 * prints nothing, and nothing cannot be told from an output that was not copied.
 */
const lsCni: Parser = {
  command: 'ls -l /etc/cni/net.d',
  cues: ['/etc/cni/net.d'],
  sample: `# ls -l /etc/cni/net.d
total 4
-rw-r--r-- 1 root root 292 Nov 16 14:19 10-flannel.conflist`,
  read(lines, at) {
    const [command = [], ...filters] = typedPipe(lines[at] ?? '')
    const path = listedDirectory(command)
    if (filters.length > 0 || !path || !FOLDER.test(path) || !TOTAL.test(lines[at + 1]?.slice(0, 60) ?? ''))
      return undefined
    const { rows, to } = readRun(lines, at + 2, readEntry)
    const configs = rows
      .map((row) => row.value)
      .filter(isConfig)
      .sort()
    const fields = { path, configs: configs.length, first: configs[0] }
    return { facts: [observe(cniConfig, fields, at, Math.max(at + 1, to - 1))], from: at, to: Math.max(at + 2, to) }
  },
}

export default lsCni

/** The name of an entry; a link shows where it leads. */
function readEntry(line: string): string | undefined {
  const text = line.slice(0, 600)
  if (!ENTRY.test(text)) return undefined
  const [name = ''] = text.split(' -> ', 1)
  return words(name).at(-1)?.slice(0, 200)
}

function isConfig(name: string): boolean {
  return /\.(?:conf|conflist|json)$/.test(name)
}
