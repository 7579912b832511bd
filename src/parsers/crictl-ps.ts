import sandboxes from '../facts/sandboxes.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { crictlTable } from './text/crictl-table.ts'

/**
 * `crictl ps -a` in its default layout: how many containers run, have ended, or were only created.
 *
 * A count of zero is said only below the command itself, with `-a` and without a filter. Refused: `-v`, `-o json`, rows
 * alone.
 */
const crictlPs: Parser = {
  command: 'crictl ps -a',
  cues: ['CONTAINER  <*>POD ID', 'CONTAINER ID  <*>POD ID'],
  sample: `# crictl ps -a
CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD
1f73f2d81bf98       6e38f40d628db       7 minutes ago       Running             web                 0                   3f9f5d0c2b7aa       web-6c9d7f5b8-x2x7k
9c5951df22c78       6e38f40d628db       3 hours ago         Exited              init                0                   c1d2e3f4a5b60       job-28711-aq1wz`,
  read(lines, at) {
    const table = crictlTable(
      lines,
      at,
      ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'POD ID'],
      ['crictl ps'],
      ['-s', '--state', '--name', '--label', '--pod', '-p', '--id', '--image', '-n', '--last', '-l', '--latest'],
    )
    if (!table) return undefined
    const all = table.args?.some((arg) => /^(?:-[a-z]*a[a-z]*|--all)$/.test(arg)) ?? true
    const row = {
      running: table.count('Running'),
      exited: all ? table.count('Exited') : undefined,
      created: all ? table.count('Created') : undefined,
    }
    return { facts: [observe(sandboxes, row, at, table.to - 1)], from: at, to: table.to }
  },
}

export default crictlPs
