import { expect, test } from 'vitest'
import mount from '../../src/parsers/mount.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const PLAIN = { readOnly: false, volatile: false, projectQuota: false }

test('reads each mount on its own line, with the options that matter', () => {
  const text = `# mount
proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)
/dev/vda1 on / type ext4 (rw,relatime,errors=remount-ro)
/dev/vdb on /data type xfs (ro,noatime,attr2,prjquota)
overlay on /var/lib/docker/overlay2/1f0c/merged type overlay (rw,relatime,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w,volatile)
# uptime`
  expect(factsIn(mount, text)).toMatchObject([
    { fields: { ...PLAIN, mountpoint: '/proc', device: 'proc', fsType: 'proc' }, first: 1, last: 1 },
    { fields: { ...PLAIN, mountpoint: '/', device: '/dev/vda1', fsType: 'ext4' }, first: 2, last: 2 },
    { fields: { ...PLAIN, mountpoint: '/data', fsType: 'xfs', readOnly: true, projectQuota: true }, first: 3, last: 3 },
    { fields: { ...PLAIN, fsType: 'overlay', volatile: true }, first: 4, last: 4 },
  ])
})

test('does not know the propagation', () => {
  expect(fieldsIn(mount, '/dev/vda1 on / type ext4 (rw,relatime)')).toEqual([
    { ...PLAIN, mountpoint: '/', device: '/dev/vda1', fsType: 'ext4' },
  ])
})

test.each([
  ['a label', '/dev/sdb1 on /srv type ext4 (rw) [backup]', '/srv'],
  ['a mount point with blanks', '/dev/sdb1 on /mnt/My Disk type vfat (rw,relatime)', '/mnt/My Disk'],
  ['a mount point that says type', '/dev/sdb1 on /mnt/on type x type vfat (rw)', '/mnt/on type x'],
  ['a share with blanks', '//192.0.2.7/My Files on /mnt/f type cifs (rw,relatime)', '/mnt/f'],
])('understands %s', (_what, line, mountpoint) => {
  expect(fieldsIn(mount, line)).toMatchObject([{ mountpoint }])
})

test.each([
  ['prose', 'it is mounted on /data type ext4 (rw I think)'],
  ['prose that ends well', 'the disk on /data type ext4 (rw,relatime)'],
  ['a log line', 'Nov 20 12:00:01 node-7 kernel: /dev/sdb1 on /srv type ext4 (rw,relatime)'],
  ['macOS', '/dev/disk1s1 on / (apfs, local, journaled)'],
  ['options that the kernel does not print', '/dev/sdb1 on /srv type ext4 (rwx)'],
])('says nothing of %s', (_what, line) => {
  expect(factsIn(mount, line)).toEqual([])
})

test('an option that only contains ro is no read-only mount', () => {
  expect(fieldsIn(mount, '/dev/vda1 on / type ext4 (rw,errors=remount-ro,rootcontext=x)')).toMatchObject([
    { readOnly: false },
  ])
})

test('at most 2,000 rows', () => {
  const lines = Array.from({ length: 2100 }, (_, i) => `overlay on /m/${i} type overlay (rw,relatime)`)
  expect(factsIn(mount, lines.join('\n'))).toHaveLength(2000)
})
