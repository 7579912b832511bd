import { describe, expect, test } from 'vitest'
import lsof from '../../src/parsers/lsof.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

describe('deleted files', () => {
  test('lsof +L1', () => {
    const text = `# lsof -nP +L1
COMMAND     PID USER   FD   TYPE DEVICE   SIZE/OFF NLINK    NODE NAME
java       4321  app   12w   REG  253,1 5368709120     0 1835021 /var/log/app/debug.log (deleted)
python3   25449 root    3u   REG  254,0    5000000     0 2148219 /srv/big file.log (deleted)`
    expect(factsIn(lsof, text)).toMatchObject([
      {
        fields: {
          process: 'java',
          pid: 4321,
          fd: 12,
          sizeBytes: 5_368_709_120,
          path: '/var/log/app/debug.log',
          links: 0,
        },
        first: 2,
        last: 2,
      },
      { fields: { process: 'python3', pid: 25_449, fd: 3, path: '/srv/big file.log', links: 0 }, first: 3, last: 3 },
    ])
  })

  test('without header and NLINK, sizes humanised', () => {
    const text = `# lsof /var/|grep deleted | numfmt --field=7 --to=iec
rsyslogd   26325            syslog    6r   REG  253,4       10M 6299789 /var/lib/sss/initgroups (deleted)
rsyslogd   26325            syslog   7uW   REG  253,4      7.8K 6299790 /var/log/x.log (deleted)
nginx      39487              root  txt    REG  253,4       112 5249090 /usr/sbin/nginx (deleted)`
    expect(fieldsIn(lsof, text)).toEqual([
      { process: 'rsyslogd', pid: 26_325, fd: 6, sizeBytes: 10 * 1024 ** 2, path: '/var/lib/sss/initgroups' },
      { process: 'rsyslogd', pid: 26_325, fd: 7, sizeBytes: 7987, path: '/var/log/x.log' },
      { process: 'nginx', pid: 39_487, sizeBytes: 112, path: '/usr/sbin/nginx' },
    ])
  })

  test('the rows of the threads of a process are one', () => {
    const text = `COMMAND     PID   TID TASKCMD   USER   FD      TYPE             DEVICE SIZE/OFF    NODE NAME
python3   25449                 root    3w      REG              254,0  5000000 2148219 /srv/big.log (deleted)
python3   25449 25508 python3   root    3w      REG              254,0  5000000 2148219 /srv/big.log (deleted)
python3   25509                 root    3w      REG              254,0  5000000 2148219 /srv/big.log (deleted)`
    expect(factsIn(lsof, text)).toMatchObject([
      { fields: { pid: 25_449, fd: 3, sizeBytes: 5_000_000 }, first: 1 },
      { fields: { pid: 25_509, fd: 3, sizeBytes: 5_000_000 }, first: 3 },
    ])
  })

  test('between files that are there', () => {
    const text = `bash   812 root  cwd    DIR  253,1     4096       2 /root
bash   812 root    1u   CHR  136,0      0t0       3 /dev/pts/0
bash   812 root    3w   REG  253,1     9000 1835021 /srv/gone (deleted)
bash   812 root    4w   REG  253,1     9000 1835022 /srv/here`
    expect(fieldsIn(lsof, text)).toEqual([{ process: 'bash', pid: 812, fd: 3, sizeBytes: 9000, path: '/srv/gone' }])
  })

  test.each([
    ['a file that is there', 'bash 812 root 4w REG 253,1 9000 0 1835022 /srv/here'],
    ['a name that mentions it', 'bash 812 root 4w REG 253,1 9000 1 1835022 /srv/x (deleted).txt'],
    ['an offset', 'bash 812 root 4w REG 253,1 0t512 1835022 /srv/gone (deleted)'],
    ['a missing size', 'bash 812 root 4w REG 253,1 1835022 /srv/gone (deleted)'],
    ['a mapping without size', 'bash 812 root DEL REG 253,1 1835022 7 /srv/gone (deleted)'],
    ['memfd', 'runc 812 root txt REG 0,1 1531760 0 3 /memfd:runc_cloned:/proc/self/exe (deleted)'],
    ['shared memory', 'postgres 812 root 4u REG 0,27 1000 0 2 /dev/shm/PostgreSQL.1 (deleted)'],
    ['System V memory', 'postgres 812 root mem REG 0,1 4096 65536 /SYSV0052e2c1 (deleted)'],
    ['/dev/zero', 'postgres 812 root mem REG 0,1 143360 33 /dev/zero (deleted)'],
    ['graphics memory', 'Xorg 812 root mem REG 0,1 4096 33 /i915 (deleted)'],
    ['aio rings', 'mysqld 812 mysql mem REG 0,11 4096 33 /[aio] (deleted)'],
    ['a directory', 'bash 812 root cwd DIR 253,1 4096 0 1835022 /srv/gone (deleted)'],
    ['prose', 'the log 4321 that app holds is gone: /var/log/app/debug.log (deleted)'],
    ['a listing of /proc/PID/fd', 'l-wx------ 1 root root 64 Nov 21 00:14 3 -> /srv/gone (deleted)'],
  ])('not %s', (_what, line) => {
    expect(factsIn(lsof, line)).toEqual([])
  })

  test('a list longer than can be told is told by its largest and its total', () => {
    const rows = Array.from(
      { length: 2500 },
      (_, i) => `java 4321 app ${i}w REG 253,1 ${i + 1} 0 ${i} /log/${i} (deleted)`,
    )
    const facts = factsIn(lsof, rows.join('\n'))
    expect(facts).toHaveLength(2001)
    expect(facts[0]?.fields).toMatchObject({ sizeBytes: 2500 })
    expect(facts.at(-1)).toEqual({
      kind: 'deleted-open-files',
      fields: { count: 2500, totalBytes: 3_126_250, largestProcess: 'java', largestPid: 4321, largestBytes: 2500 },
      first: 0,
      last: 2499,
    })
  })
})

describe('an empty list', () => {
  test.each([
    ['# lsof -nP +L1 | grep delete\n# df -h\nFilesystem      Size  Used Avail Use% Mounted on'],
    ['[root@node-7 ~]# lsof | grep -i deleted\n[root@node-7 ~]# df -h'],
    ['root@node-7:~# lsof -n 2>/dev/null | grep "(deleted)"\nroot@node-7:~#'],
    ['joe@node-7:~$ sudo lsof +L1\njoe@node-7:~$ '],
    ['# lsof -nP +L1 | grep delete\n\n#'],
  ])('is a total of 0: %j', (text) => {
    expect(factsIn(lsof, text)).toMatchObject([
      { kind: 'deleted-open-files', fields: { count: 0, totalBytes: 0 }, first: 0 },
    ])
  })

  test.each([
    ['of network sockets', '# lsof -i |grep delete\n[root@node-7 tools]#'],
    ['of one process', '[root@node-7 ~]# lsof -p 812 | grep delete\n[root@node-7 ~]#'],
    ['of one file system', '[root@node-7 ~]# lsof /var | grep delete\n[root@node-7 ~]#'],
    ['of one file system with +L1', '[root@node-7 ~]# lsof +aL1 /var\n[root@node-7 ~]#'],
    ['of something else', '[root@node-7 ~]# lsof | grep debug.log\n[root@node-7 ~]#'],
    ['of two things', '[root@node-7 ~]# lsof | grep delete | grep java\n[root@node-7 ~]#'],
    ['of a user', 'joe@node-7:~$ lsof | grep delete\njoe@node-7:~$'],
    ['that may have been cut off', '[root@node-7 ~]# lsof | grep delete'],
    ['that prose follows', '[root@node-7 ~]# lsof | grep delete\nshows nothing'],
    ['in a container', '[root@node-7 ~]# docker exec web lsof | grep delete\n[root@node-7 ~]#'],
    ['without a prompt', 'lsof | grep delete\n[root@node-7 ~]#'],
    ['in a list of commands to run', '# lsof -nP +L1 | grep delete\n# systemctl restart docker\n# df -h'],
  ])('%s proves nothing', (_what, text) => {
    expect(factsIn(lsof, text)).toEqual([])
  })
})
