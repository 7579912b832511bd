import { expect, test } from 'vitest'
import parser from '../../src/parsers/ps-states.ts'
import { factsIn } from './facts-in.ts'

const ZOMBIES = `STAT    PPID     PID COMMAND
Ss         0       1 systemd
Z       4120    4188 sh <defunct>
Z       4120    4203 sh <defunct>
Z+         1    4300 x <defunct>`

test('counts zombies and names the parent of most', () => {
  expect(factsIn(parser, `# ps -eo stat,ppid,pid,comm\n${ZOMBIES}`).map(({ kind, fields }) => [kind, fields])).toEqual([
    ['zombies', { count: 3, parentPid: 4120, ofParent: 2 }],
  ])
})

test('counts tasks in uninterruptible sleep', () => {
  const text = `# ps -eLo state,tid,wchan:32,comm
S     TID WCHAN                            COMMAND
S       1 do_epoll_wait                    systemd
D    4188 nfs_wait_on_request              java
D    4190 -                                tokio worker`
  expect(factsIn(parser, text).map(({ kind, fields }) => [kind, fields])).toEqual([
    ['blocked-tasks', { count: 2 }],
    ['blocked-task', { pid: 4188, process: 'java', wchan: 'nfs_wait_on_request' }],
    ['blocked-task', { pid: 4190, process: 'tokio worker', wchan: undefined }],
  ])
})

test.each([
  ['a list that was filtered', `# ps -eo stat,ppid,pid,comm | head\n${ZOMBIES}`],
  ['a list without its command', ZOMBIES],
  ['another list', '# ps -ef\nUID PID PPID C STIME TTY TIME CMD\nroot 1 0 0 10:00 ? 00:00:01 init'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(parser, text)).toEqual([])
})
