import { expect, test } from 'vitest'
import ftraceLock from '../../src/parsers/ftrace-lock.ts'
import { factsIn } from './facts-in.ts'

test('reads process id and lock file', () => {
  const text =
    '# ./execsnoop\nTracing exec()s. Ctrl-C to end.\nERROR: ftrace may be in use by PID 4711 /var/tmp/.ftrace-lock'
  expect(factsIn(ftraceLock, text)).toEqual([
    { kind: 'tracing-user', fields: { pid: 4711, path: '/var/tmp/.ftrace-lock' }, first: 2, last: 2 },
  ])
})

test.each([
  ['the script itself', '[[ -e $flock ]] && die "ERROR: ftrace may be in use by PID $(cat $flock) $flock"'],
  ['a line without the lock file', 'ERROR: ftrace may be in use by PID 4711'],
  ['a line without the process id', 'ERROR: ftrace may be in use by PID /var/tmp/.ftrace-lock'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(ftraceLock, text)).toEqual([])
})
