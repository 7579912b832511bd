import { describe, expect, test } from 'vitest'
import ls from '../../src/parsers/ls-directory.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

describe('lines of a listing', () => {
  test.each([
    ['plain', 'drwxr-xr-x 77 root root 4096 Nov 21 00:14 /etc'],
    ['SELinux', 'drwxr-xr-x. 77 root root 4096 Nov 21 00:14 /etc'],
    ['last year', 'drwxr-xr-x 77 root root 4096 Nov 21  2022 /etc'],
    ['-i', '   19 drwxr-xr-x 77 root root 4096 Nov 21 00:14 /etc'],
    ['-is, find -ls', '   19    4 drwxr-xr-x  77 root     root         4096 Nov 21 00:14 /etc'],
    ['-h', 'drwxr-xr-x 77 root root 4.0K Nov 21 00:14 /etc'],
    ['-F', 'drwxr-xr-x 77 root root 4096 Nov 21 00:14 /etc/'],
    ['ISO dates', 'drwxr-xr-x 77 root root 4096 2026-11-21 00:14 /etc'],
    ['full times', 'drwxr-xr-x 77 root root 4096 2026-11-21 00:14:49.524261478 +0000 /etc'],
    ['German', 'drwxr-xr-x 77 root root 4096 21. Nov 00:14 /etc'],
    ['French', 'drwxr-xr-x 77 root root 4096 21 nov.  00:14 /etc'],
    ['Chinese', 'drwxr-xr-x 77 root root 4096 11月21日 00:14 /etc'],
    ['older Chinese', 'drwxr-xr-x 77 root root 4096 11月 21 00:14 /etc'],
    ['Chinese, last year', 'drwxr-xr-x 77 root root 4096 2025年 5月 9日 /etc'],
    ['Korean', 'drwxr-xr-x 77 root root 4096 11월 21일  00:14 /etc'],
    ['Polish', 'drwxr-xr-x 77 root root 4096 11-21 00:14 /etc'],
    ['numbers for names', 'drwxrws--t+ 77 0 65534 4096 Nov 21 00:14 /etc'],
  ])('%s', (_variant, line) => {
    expect(fieldsIn(ls, line)).toEqual([{ path: '/etc', links: 77, sizeBytes: 4096 }])
  })

  test.each([
    ['drwxr-xr-x 2 root root 4096 Nov 21 00:14 /mnt/My Disk', '/mnt/My Disk'],
    ["drwxr-xr-x 2 root root 4096 Nov 21 00:14 '/mnt/My Disk'", '/mnt/My Disk'],
    ["drwxr-xr-x 2 root root 4096 Nov 21 00:14 'My Disk'/", 'My Disk'],
    ['drwxr-xr-x 2 root root 4096 Nov 21 00:14 /', '/'],
  ])('%s', (line, path) => {
    expect(fieldsIn(ls, line)).toMatchObject([{ path }])
  })
})

describe('where a listing is', () => {
  const listing = `total 76
-rw-r--r--.   1 root root     26 Nov 16 14:19 link
drwx--x---.   3 root root     30 Nov 16 14:19 .
drwx--x---. 124 root root 114688 Nov 16 18:11 ..
drwxr-xr-x. 258 root root   8192 Nov 16 14:20 diff`

  test('the command names it', () => {
    expect(factsIn(ls, `[root@node-7 ~]# ls -al /data/overlay2/94f5/\n${listing}`)).toMatchObject([
      { fields: { path: '/data/overlay2/94f5', links: 3, sizeBytes: 30 }, first: 3, last: 3 },
      { fields: { path: '/data/overlay2/94f5/diff', links: 258, sizeBytes: 8192 }, first: 5, last: 5 },
    ])
  })

  test.each([
    ['a heading', '/data/overlay2:', '/data/overlay2/diff'],
    ['a filtered listing', '$ sudo ls -la /data | head', '/data/diff'],
    ['a relative directory', '$ ll overlay2', 'overlay2/diff'],
    ['the root', '$ ls -l /', '/diff'],
    ['no directory', '# ls -la', 'diff'],
    ['nothing above', '', 'diff'],
    ['two directories', '# ls -la /data /srv', 'diff'],
    ['a glob', '# ls -la /data/*', 'diff'],
    ['directories themselves', '# ls -lad /data', 'diff'],
    ['prose', 'this is what I see:', 'diff'],
    ['another command', '# cat /data', 'diff'],
  ])('%s', (_what, above, path) => {
    expect(fieldsIn(ls, `${above}\n${listing}`).at(-1)).toMatchObject({ path })
  })

  test('a name that is absolute already is not joined', () => {
    expect(fieldsIn(ls, '$ ls -l /data\ndrwxr-xr-x 2 root root 4096 Nov 21 00:14 /data/x')).toMatchObject([
      { path: '/data/x' },
    ])
  })
})

test.each([
  ['files', '-rw-r--r-- 1 root root 59357 Nov 29 11:23 drwxr-xr-x.log'],
  ['tar', 'drwxr-xr-x root/root         0 2022-11-16 14:19 ./drop'],
  ['zip', 'drwxr-xr-x  3.0 unx        0 bx stor 22-Nov-16 14:19 drop/'],
  ['hdfs', 'drwxr-xr-x   - hdfs hdfs          0 2022-11-16 14:19 /user'],
  ['no group', 'drwxr-xr-x 3 root 4096 Nov 16 14:19 drop'],
  ['a group with a blank', 'drwxr-xr-x 3 joe domain users 4096 Nov 16 14:19 drop'],
  ['stat', 'Access: (0755/drwxr-xr-x)  Uid: (    0/    root)   Gid: (    0/    root)'],
  ['a line cut short', 'drwxr-xr-x 3 root root 4096 Nov 16'],
  ['prose', 'it should be drwxr-xr-x 3 root root 4096 Nov 16 14:19 /data'],
  ['unknown cells', 'd????????? ? ? ? ? ? drwxr'],
])('says nothing of %s', (_what, line) => {
  expect(factsIn(ls, line)).toEqual([])
})
