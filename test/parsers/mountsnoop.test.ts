import { expect, test } from 'vitest'
import mountsnoop from '../../src/parsers/mountsnoop.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const HEADER = 'COMM             PID     TID     MNT_NS      CALL'

test('reads failed mounts and unmounts, not the ones that succeeded', () => {
  const text = `# ./mountsnoop
${HEADER}
dockerd          812     2031    4026531840  mount("overlay", "/var/lib/docker/overlay2/7e1f/merged", "overlay", MS_NODEV, "index=off") = -ENOSPC
umount           955     955     4026531840  umount("/mnt", 0x0) = 0
umount           956     956     4026531840  umount("/srv", 0x0) = -EBUSY
^C`
  expect(factsIn(mountsnoop, text)).toEqual([
    {
      kind: 'failed-syscall',
      fields: {
        syscall: 'mount',
        errno: 'ENOSPC',
        count: 1,
        process: 'dockerd',
        pid: 812,
        target: '/var/lib/docker/overlay2/7e1f/merged',
      },
      first: 2,
      last: 2,
    },
    {
      kind: 'failed-syscall',
      fields: { syscall: 'umount', errno: 'EBUSY', count: 1, process: 'umount', pid: 956, target: '/srv' },
      first: 4,
      last: 4,
    },
  ])
})

test('puts a row together that was broken over lines', () => {
  const text = `dockerd          812     2031    4026531840  mount("overlay", "/var/lib/dock

er/overlay2/7e1f/merged", "overlay", MS_NODEV, "index=off,lowerdir=/var/lib/doc

ker/overlay2/l/A")
 = -ENOSPC`
  expect(factsIn(mountsnoop, text)).toMatchObject([
    { fields: { target: '/var/lib/docker/overlay2/7e1f/merged', errno: 'ENOSPC' }, first: 0, last: 5 },
  ])
})

test('counts rows of the same mount', () => {
  const row = 'dockerd  812  2031  4026531840  mount("overlay", "/m", "overlay", 0x0, "") = -ENOSPC'
  expect(fieldsIn(mountsnoop, [row, row, row].join('\n'))).toMatchObject([{ count: 3, target: '/m' }])
})

test.each([
  [
    '-P',
    'mount  40213  40213  bash  40100  4026531840  mount("/a", "/m", "", MS_BIND, "", "") = -EACCES',
    'mount',
    40213,
  ],
  [
    'a name with a blank',
    'tmux: server  40213  40213  4026531840  mount("/a", "/m", "", MS_BIND, "") = -EACCES',
    'tmux: server',
    40213,
  ],
  ['tabs', 'mount\t40213\t40213\t4026531840\tmount("/a", "/m", "", MS_BIND, "") = -EACCES', 'mount', 40213],
])('understands %s', (_what, row, process, pid) => {
  expect(fieldsIn(mountsnoop, row)).toEqual([
    { syscall: 'mount', errno: 'EACCES', count: 1, process, pid, target: '/m' },
  ])
})

test.each([
  ['strace', '1795220629.414614 mount("/dev/vdb1", "/mnt", "ext4", 0, NULL) = -1 ENOSPC (No space left on device)'],
  ['a row without its result', 'dockerd  812  2031  4026531840  mount("overlay", "/m", "overlay", 0x0'],
  ['a number that is no known error', 'dockerd  812  2031  4026531840  mount("a", "/m", "b", 0x0, "") = -4095'],
  ['a row without its caller', ' mount("overlay", "/m", "overlay", 0x0, "") = -ENOSPC'],
  ['Go code', '\terr := unix.mount("overlay", "/m") = -ENOSPC'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(mountsnoop, text)).toEqual([])
})

test('gives no row the result of another', () => {
  const text = `dockerd  812  2031  4026531840  mount("overlay", "/cut", "overl
dockerd  812  2031  4026531840  mount("overlay", "/whole", "overlay", 0x0, "") = -ENOSPC`
  expect(fieldsIn(mountsnoop, text)).toMatchObject([{ target: '/whole' }])
})
