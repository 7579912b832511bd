import { expect, test } from 'vitest'
import strace from '../../src/parsers/strace.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('reads a failed mount, with its mount point as target', () => {
  const text = '1795220629.414614 mount("/dev/vdb1", "/mnt", "ext4", 0, NULL) = -1 ENOSPC (No space left on device)'
  expect(fieldsIn(strace, text)).toEqual([{ syscall: 'mount', errno: 'ENOSPC', count: 1, target: '/mnt' }])
})

test.each([
  ['plain', 'mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)', { target: '/data/a' }],
  ['-tt', '11:23:34.334104 mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)', { target: '/data/a' }],
  ['-t', '11:23:34 mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)', { target: '/data/a' }],
  ['-r', '     0.000053 mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)', { target: '/data/a' }],
  ['-T', 'mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device) <0.000070>', { target: '/data/a' }],
  ['aligned', 'mkdir("/data/a", 0755)        = -1 ENOSPC (No space left on device)', { target: '/data/a' }],
  ['no message', 'mkdir("/data/a", 0755) = -1 ENOSPC', { target: '/data/a' }],
  [
    '-f',
    '[pid  7049] 11:23:34.334104 mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)',
    { pid: 7049, target: '/data/a' },
  ],
  [
    '-f -Y -r',
    '[pid 15591<dockerd>]      0.000175 mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)',
    { pid: 15591, process: 'dockerd', target: '/data/a' },
  ],
  [
    '-f -o FILE',
    '7049  11:23:34.334104 mkdir("/data/a", 0755) = -1 ENOSPC (No space left on device)',
    { pid: 7049, target: '/data/a' },
  ],
  ['resumed', '[pid 7049] <... mkdir resumed>) = -1 ENOSPC (No space left on device)', { pid: 7049 }],
])('understands %s', (_options, line, rest) => {
  expect(fieldsIn(strace, line)).toEqual([{ syscall: 'mkdir', errno: 'ENOSPC', count: 1, ...rest }])
})

test.each([
  ['openat(AT_FDCWD, "/etc/fstab", O_RDONLY) = -1 EMFILE (Too many open files)', '/etc/fstab'],
  ['mount(NULL, "/mnt", "tmpfs", 0, NULL) = -1 ENOSPC (No space left on device)', '/mnt'],
  ['link("/a", "/b") = -1 EMLINK (Too many links)', '/b'],
  ['renameat2(AT_FDCWD, "/a,(1)", AT_FDCWD, "/b", 0) = -1 EDQUOT (Disk quota exceeded)', '/b'],
  ['inotify_add_watch(7</dev/null>, "/srv", IN_MODIFY) = -1 ENOSPC (No space left on device)', '/srv'],
  ['write(1</var/log/a.log>, "x\\n"..., 4096) = -1 ENOSPC (No space left on device)', '/var/log/a.log'],
  ['write(1, "/not/a/path", 11) = -1 ENOSPC (No space left on device)', undefined],
  ['openat(AT_FDCWD, "/cut/by/strace"..., O_RDONLY) = -1 EIO (Input/output error)', undefined],
  ['fsync(3) = -1 EIO (Input/output error)', undefined],
])('finds the path that a call is about in %s', (line, target) => {
  expect(factsIn(strace, line).map(({ fields }) => fields.target)).toEqual([target])
})

test('cuts a long target to 300 characters', () => {
  const facts = fieldsIn(strace, `mkdir("/${'a'.repeat(400)}", 0755) = -1 ENOSPC (No space left on device)`)
  expect(facts).toMatchObject([{ target: `/${'a'.repeat(299)}` }])
})

test('counts the same failure once, over calls that succeeded and everyday failures in between', () => {
  const text = `# strace -f -tt ./build
11:23:34.000001 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = -1 EMFILE (Too many open files)
11:23:34.000002 close(3) = 0

11:23:34.000003 read(4, 0xc000120000, 4096) = -1 EAGAIN (Resource temporarily unavailable)
--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---
11:23:34.000004 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = -1 EMFILE (Too many open files)
11:23:34.000005 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = -1 EMFILE (Too many open files)
+++ exited with 1 +++
$ df -h`
  expect(factsIn(strace, text)).toEqual([
    {
      kind: 'failed-syscall',
      fields: { syscall: 'openat', errno: 'EMFILE', count: 2, target: '/etc/hosts' },
      first: 1,
      last: 6,
    },
    {
      kind: 'failed-syscall',
      fields: { syscall: 'openat', errno: 'EMFILE', count: 1, target: '/etc/passwd' },
      first: 7,
      last: 7,
    },
  ])
})

test.each([
  ['a call that succeeded', 'mkdir("/data/a", 0755) = 0'],
  ['EAGAIN', 'read(3, 0xc000120000, 4096) = -1 EAGAIN (Resource temporarily unavailable)'],
  ['ENOENT', 'openat(AT_FDCWD, "/x", O_RDONLY) = -1 ENOENT (No such file or directory)'],
  ['EPERM of epoll_ctl', 'epoll_ctl(4, EPOLL_CTL_ADD, 3, {EPOLLIN}) = -1 EPERM (Operation not permitted)'],
  ['ETIMEDOUT of futex', 'futex(0x55, FUTEX_WAIT, 0, {tv_sec=1}) = -1 ETIMEDOUT (Connection timed out)'],
  ['a failure that a program wrote', 'write(2, "mount(1) = -1 ENOSPC (No space left on device)", 45) = 45'],
  ['the cut half of such a text', 'write(2, "mount(1) = -1 ENOSPC (No space left on device)"..., 90) = 90'],
  ['the unfinished half of a call', '[pid 7049] mkdir("/data/a", 0755 <unfinished ...>'],
  ['prose', 'the call returns = -1 ENOSPC when the table is full'],
  ['C code', 'if (mount(a, b) = -1 ENOSPC) return;'],
  ['a line cut in the call', 'kdir("/data/a", 0755'],
])('says nothing of %s', (_what, line) => {
  expect(factsIn(strace, line)).toEqual([])
})

test('takes no line number for a process id', () => {
  expect(fieldsIn(strace, '     12 rmdir("/a") = -1 EBUSY (Device or resource busy)')).toEqual([])
})

test('keeps EPERM of other calls', () => {
  expect(fieldsIn(strace, 'mount("a", "/b", "c", 0, 0) = -1 EPERM (Operation not permitted)')).toMatchObject([
    { syscall: 'mount', errno: 'EPERM' },
  ])
})
