import { expect, test } from 'vitest'
import syscount from '../../src/parsers/syscount.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const CALLS = `SYSCALL                   COUNT
mount                         5
umount2                       1

Detaching...`

test('takes the error from the command line', () => {
  const text = `# ./syscount -e ENOSPC
Tracing syscalls, printing top 10... Ctrl+C to quit.
^C[09:15:02]
${CALLS}`
  expect(factsIn(syscount, text)).toEqual([
    { kind: 'failed-syscall', fields: { syscall: 'mount', errno: 'ENOSPC', count: 5 }, first: 4, last: 4 },
    { kind: 'failed-syscall', fields: { syscall: 'umount2', errno: 'ENOSPC', count: 1 }, first: 5, last: 5 },
  ])
})

test('reads processes with -P, in a double-spaced paste', () => {
  const text = `# ./syscount -e ENOSPC -P

Tracing syscalls, printing top 10... Ctrl+C to quit.

^C[09:16:11]

PID    COMM               COUNT

812    dockerd                4

930    tmux: server           2

Detaching...`
  expect(fieldsIn(syscount, text)).toEqual([
    { errno: 'ENOSPC', count: 4, process: 'dockerd', pid: 812 },
    { errno: 'ENOSPC', count: 2, process: 'tmux: server', pid: 930 },
  ])
})

test.each([
  ['-e ENOSPC', { errno: 'ENOSPC' }],
  ['-eENOSPC', { errno: 'ENOSPC' }],
  ['--errno=EMFILE -d 5', { errno: 'EMFILE' }],
  ['--errno EMFILE', { errno: 'EMFILE' }],
  ['-x', {}],
  ['-x -p 812 -T 20', { pid: 812 }],
  ['-x -p $(pidof dockerd)', {}],
])('understands syscount-bpfcc %s', (options, fields) => {
  expect(fieldsIn(syscount, `$ sudo syscount-bpfcc ${options}\n${CALLS}`)).toEqual([
    { syscall: 'mount', count: 5, ...fields },
    { syscall: 'umount2', count: 1, ...fields },
  ])
})

test('reads every table of -i, and rows of -L with their time', () => {
  const text = `# syscount -e EMFILE -L -i 5
Tracing syscalls, printing top 10... Ctrl+C to quit.
[09:15:02]
SYSCALL                   COUNT        TIME (us)
openat                       12         5817.101
[unknown: 439]                2            9.100

[09:15:07]
SYSCALL                   COUNT        TIME (us)
openat                        7         2200.000
^C`
  expect(fieldsIn(syscount, text)).toEqual([
    { syscall: 'openat', errno: 'EMFILE', count: 12 },
    { syscall: 'openat', errno: 'EMFILE', count: 7 },
  ])
})

test('knows from the banner that the calls failed', () => {
  const text = `Tracing failed syscalls, printing top 10... Ctrl+C to quit.\n[09:14:40]\n${CALLS}`
  expect(fieldsIn(syscount, text)).toEqual([
    { syscall: 'mount', count: 5 },
    { syscall: 'umount2', count: 1 },
  ])
})

test.each([
  ['a count of all calls', `# syscount -p 812\nTracing syscalls, printing top 10... Ctrl+C to quit.\n${CALLS}`],
  ['a table alone', CALLS],
  ['a numeric error', `# syscount -e 28\n${CALLS}`],
  ['the usage text', `usage: syscount [-h] [-p PID] [-x]\n               [-e ERRNO] [-L]\n${CALLS}`],
  ['another command in between', `# syscount -e ENOSPC\n# syscount\n${CALLS}`],
  ['prose in between', `run syscount -e ENOSPC first\nthen look at this:\n${CALLS}`],
  ['no table', '# syscount -e ENOSPC\nTracing syscalls, printing top 10... Ctrl+C to quit.'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(syscount, text)).toEqual([])
})
