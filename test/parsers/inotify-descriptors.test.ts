import { expect, test } from 'vitest'
import parser from '../../src/parsers/inotify-descriptors.ts'
import { factsIn } from './facts-in.ts'

const COMMAND = `[root@node-4 ~]# find /proc/[0-9]*/fd -lname anon_inode:inotify -printf '%U %hinfo/%f\\n' 2>/dev/null | while read u f; do echo "$u $(grep -c ^inotify $f) $f"; done`
const ROWS = `0 41 /proc/812/fdinfo/9
0 3 /proc/812/fdinfo/11
1000 8 /proc/4410/fdinfo/5`

test('adds up what each user and each process has', () => {
  const facts = factsIn(parser, `${COMMAND}\n${ROWS}\n[root@node-4 ~]#`)
  expect(facts.map(({ kind, fields }) => [kind, fields])).toEqual([
    ['inotify-user', { uid: 0, watches: 44, instances: 2, atLeast: false }],
    ['inotify-user', { uid: 1000, watches: 8, instances: 1, atLeast: false }],
    ['inotify-holder', { pid: 812, uid: 0, watches: 44, instances: 2 }],
    ['inotify-holder', { pid: 4410, uid: 1000, watches: 8, instances: 1 }],
  ])
})

test('understands the command with the limits behind it', () => {
  expect(factsIn(parser, `${COMMAND}; sysctl fs.inotify\n${ROWS}`)[0]?.fields.atLeast).toBe(false)
})

test.each([
  ['without the command', ROWS],
  ['behind head', `${COMMAND} | head -3\n${ROWS}`],
  ['behind sort, which may be cut as well', `${COMMAND} | sort -rn | head\n${ROWS}`],
])('says that there may be more %s', (_what, text) => {
  expect(factsIn(parser, text)[0]?.fields.atLeast).toBe(true)
})

test.each([
  ['counts without a user', '/proc/812/fdinfo/9:41'],
  ['the content of a file', 'cat /proc/812/fdinfo/9\ninotify wd:1 ino:1 sdev:8'],
  ['prose', 'look into /proc/812/fdinfo/9 for lines with inotify'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(parser, text)).toEqual([])
})
