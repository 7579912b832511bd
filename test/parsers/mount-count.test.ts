import { describe, expect, test } from 'vitest'
import mountCount from '../../src/parsers/mount-count.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

describe('counts with their file', () => {
  test('one, a list, a total', () => {
    const text = `# wc -l /proc/self/mounts /proc/*/mountinfo
     306 /proc/self/mounts
   99478 /proc/14763/mountinfo
   99784 total`
    expect(factsIn(mountCount, text)).toMatchObject([
      { fields: { count: 306 }, first: 1, last: 1 },
      { fields: { count: 99_478, pid: 14_763 }, first: 2, last: 2 },
    ])
  })

  test('the worst namespaces and their limit', () => {
    const text = `# for p in /proc/[0-9]*; do echo "$(wc -l < $p/mountinfo) $p/mountinfo"; done 2>/dev/null | sort -rn | head -3; sysctl fs.mount-max
30265 /proc/812/mountinfo
41 /proc/977/mountinfo
 /proc/978/mountinfo
fs.mount-max = 100000`
    expect(fieldsIn(mountCount, text)).toEqual([
      { count: 30_265, pid: 812, everyProcess: true },
      { count: 41, pid: 977, everyProcess: true },
    ])
  })

  test.each([
    ['docker exec web wc -l /proc/self/mountinfo', 'web'],
    ['docker exec -it -u root web-1 wc -l /proc/self/mountinfo', 'web-1'],
    ['docker container exec --user=root 3f2a wc -l /proc/self/mountinfo', '3f2a'],
    ['podman exec db wc -l /proc/self/mountinfo', 'db'],
  ])('in a container: %s', (command, container) => {
    expect(fieldsIn(mountCount, `[root@node-7 ~]# ${command}\n\n1645 /proc/self/mountinfo`)).toEqual([
      { count: 1645, container },
    ])
  })

  test('of a host mounted elsewhere', () => {
    expect(fieldsIn(mountCount, '52 /host/proc/1/mounts')).toEqual([{ count: 52, pid: 1 }])
  })
})

describe('bare counts', () => {
  test.each([
    ['$ cat /proc/mounts | wc -l\n78897', { count: 78_897 }],
    ['# cat /proc/self/mountinfo |wc -l\n\n212', { count: 212 }],
    ['# mount | wc -l\n212', { count: 212 }],
    ['# sudo wc -l < /proc/self/mounts\n212', { count: 212 }],
    ['# wc -l </proc/812/mountinfo\n212', { count: 212, pid: 812 }],
    ['root@node-7:~# docker exec web cat /proc/mounts | wc -l\n212', { count: 212, container: 'web' }],
    ['/ # cat /proc/mounts | wc -l; sysctl fs.mount-max\n212', { count: 212 }],
    ['cat /proc/812/mounts 2>/dev/null | wc -l\n212', { count: 212, pid: 812 }],
  ])('%s', (text, fields) => {
    expect(fieldsIn(mountCount, text)).toEqual([fields])
  })
})

test.each([
  ['a filter', '# cat /proc/mounts | grep overlay | wc -l\n212'],
  ['grep -c', '# grep -c overlay /proc/mounts\n212'],
  ['distinct mounts', '# cat /proc/self/mountinfo | sort -u | wc -l\n212'],
  ['a filtered mount', '# mount | grep kubelet | wc -l\n212'],
  ['mounts of one type', '# mount -t overlay | wc -l\n212'],
  ['several tables at once', '# cat /proc/*/mounts | wc -l\n99784'],
  ['two tables', '# cat /proc/1/mounts /proc/2/mounts | wc -l\n99784'],
  ['another file', '212 /proc/mounts.bak'],
  ['another count', '212 /proc/self/mountstats'],
  ['words', '# wc /proc/self/mounts\n  306  1836 25000 /proc/self/mounts'],
  ['an unreadable table', '0 /proc/812/mountinfo'],
  ['prose', 'we have 99478 /proc/14763/mounts here'],
  ['no number below', '# cat /proc/mounts | wc -l\nbash: fork: retry'],
  ['a number too far below', '# cat /proc/mounts | wc -l\n\n\n\n\n212'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(mountCount, text)).toEqual([])
})

test('at most 2,000 rows', () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `52 /proc/${i + 1}/mountinfo`)
  expect(factsIn(mountCount, lines.join('\n'))).toHaveLength(2000)
})
