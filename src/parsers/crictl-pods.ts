import sandboxes from '../facts/sandboxes.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { crictlTable } from './text/crictl-table.ts'

/**
 * `crictl pods` in its default layout: how many sandboxes are ready and how many are not.
 *
 * A count of zero is said only below the command itself, without a filter. Refused: `-v`, `-o json`, rows alone.
 */
const crictlPods: Parser = {
  command: 'crictl pods',
  cues: ['POD ID'],
  sample: `# crictl pods
POD ID              CREATED             STATE               NAME                 NAMESPACE           ATTEMPT             RUNTIME
3f9f5d0c2b7aa       2 hours ago         Ready               web-6c9d7f5b8-x2x7k   shop                0                   (default)
c1d2e3f4a5b60       2 hours ago         NotReady            job-28711-aq1wz       shop                0                   (default)`,
  read(lines, at) {
    const table = crictlTable(
      lines,
      at,
      ['POD ID', 'CREATED', 'STATE'],
      ['crictl pods'],
      ['-s', '--state', '--name', '--label', '--namespace', '--id', '-n', '--last', '-l', '--latest'],
    )
    if (!table) return undefined
    const row = { ready: table.count('Ready'), notReady: table.count('NotReady') }
    return { facts: [observe(sandboxes, row, at, table.to - 1)], from: at, to: table.to }
  },
}

export default crictlPods
