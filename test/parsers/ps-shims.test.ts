import { expect, test } from 'vitest'
import shims from '../../src/facts/shims.ts'
import type { Fact } from '../../src/model/fact.ts'
import psShims from '../../src/parsers/ps-shims.ts'
import { fieldsIn } from './facts-in.ts'

const EF = `UID          PID    PPID  C STIME TTY          TIME CMD
root           1       0  0 Oct03 ?        00:05:57 /sbin/init
root        1201       1  0 Oct03 ?        11:02:10 /usr/bin/containerd
root        8122       1  0 Oct03 ?        00:00:08 /usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id 3f9f5d0c2b7aa
65535       8144    8122  0 Oct03 ?        00:00:00 /pause
root        9410       1  0 Oct03 ?        00:00:02 /usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id c1d2e3f4a5b60`

test('counts shims and those without a child', () => {
  expect(fieldsIn(psShims, psShims.sample)).toEqual([{ count: 2, childless: 1, oldestChildlessSeconds: 99_120 }])
  expect(fieldsIn(psShims, `# ps -ef\n${EF}\n# date`)).toEqual([{ count: 2, childless: 1 }])
})

test('says no age where ELAPSED is not in seconds', () => {
  const text =
    '  PID  PPID     ELAPSED COMMAND\n    1     0  3-04:11:02 systemd\n   20     1    01:11:02 containerd-shim'
  expect(fieldsIn(psShims, text)).toEqual([{ count: 1, childless: 1 }])
})

test.each([
  [
    'a listing that was filtered',
    EF.split('\n')
      .filter((line) => !line.includes('/sbin/init'))
      .join('\n'),
  ],
  [
    'ps aux',
    'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot 1 0 0 1 1 ? Ss Oct03 0:01 init',
  ],
  ['a command in the middle', 'PID PPID CMD STAT\n1 0 init S'],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(psShims, text)).toEqual([])
})

test('stands beside the sandboxes of the same paste, when there is one count of each', () => {
  const counted = row('shims', { count: 9, childless: 3 })
  const pods = row('sandboxes', { ready: 6 })
  expect(shims.derive?.([counted, pods]).map(({ fields }) => fields)).toEqual([
    { count: 9, childless: 3, sandboxes: 6 },
  ])
  expect(shims.derive?.([counted, pods, pods])).toEqual([])
  expect(shims.derive?.([counted, row('sandboxes', { exited: 6 })])).toEqual([])
})

function row(kind: string, fields: Fact['fields']): Fact {
  return { kind, fields, origin: { from: 'paste', command: 'x', lines: [1] } }
}
