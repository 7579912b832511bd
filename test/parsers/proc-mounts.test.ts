import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import procMounts from '../../src/parsers/proc-mounts.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const MOUNTINFO = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
25 22 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
40 22 254:16 / /data ro,noatime master:3 - xfs /dev/vdb rw,attr2,prjquota
611 22 0:54 / /var/lib/docker/overlay2/1f0c/merged rw,relatime - overlay overlay rw,lowerdir=/l/A:/l/B,volatile`

const MOUNTS = `/dev/vda1 / ext4 rw,relatime,errors=remount-ro 0 0
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
/dev/vdb /data xfs ro,noatime,attr2,prjquota 0 0`

const PLAIN = { readOnly: false, volatile: false, projectQuota: false }

describe('mounts', () => {
  test('mountinfo, with propagation', () => {
    expect(factsIn(procMounts, MOUNTINFO)).toEqual([
      row(0, { ...PLAIN, mountpoint: '/', device: '/dev/vda1', fsType: 'ext4', propagation: 'shared' }),
      row(1, { ...PLAIN, mountpoint: '/proc', device: 'proc', fsType: 'proc', propagation: 'shared' }),
      row(2, {
        ...PLAIN,
        mountpoint: '/data',
        device: '/dev/vdb',
        fsType: 'xfs',
        propagation: 'slave',
        readOnly: true,
        turnedReadOnly: false,
        projectQuota: true,
      }),
      row(3, {
        ...PLAIN,
        mountpoint: '/var/lib/docker/overlay2/1f0c/merged',
        device: 'overlay',
        fsType: 'overlay',
        propagation: 'private',
        volatile: true,
      }),
    ])
  })

  test('/proc/mounts, without', () => {
    expect(fieldsIn(procMounts, MOUNTS)).toEqual([
      { ...PLAIN, mountpoint: '/', device: '/dev/vda1', fsType: 'ext4' },
      { ...PLAIN, mountpoint: '/proc', device: 'proc', fsType: 'proc' },
      { ...PLAIN, mountpoint: '/data', device: '/dev/vdb', fsType: 'xfs', readOnly: true, projectQuota: true },
    ])
  })

  test.each([
    [
      'a file system that became read-only',
      '22 1 254:1 / / rw,relatime - ext4 /dev/vda1 ro',
      { readOnly: true, turnedReadOnly: true },
    ],
    [
      'one that ext4 stopped, as kernels since 6.15 show it',
      '22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw,errors=remount-ro,emergency_ro',
      { readOnly: true, turnedReadOnly: true },
    ],
    [
      'the same in /proc/mounts',
      '/dev/vda1 / ext4 rw,relatime,errors=remount-ro,emergency_ro 0 0',
      { readOnly: true, turnedReadOnly: true },
    ],
    [
      'shared and slave',
      '22 1 254:1 / / rw shared:7 master:3 propagate_from:2 - ext4 /dev/vda1 rw',
      { propagation: 'shared' },
    ],
    [
      'a namespace file',
      '90 22 0:4 net:[4026532281] /run/netns/x rw shared:9 - nsfs nsfs rw',
      { mountpoint: '/run/netns/x' },
    ],
    ['octal escapes', '/dev/sdb1 /mnt/My\\040Disk\\134x vfat rw,relatime 0 0', { mountpoint: '/mnt/My Disk\\x' }],
  ])('understands %s', (_what, line, fields) => {
    expect(fieldsIn(procMounts, line)).toMatchObject([fields])
  })

  test.each([
    ['fstab, by its options', '/dev/vda1 / ext4 rw,defaults 0 0'],
    ['fstab, by its ids', 'UUID=0af3 / ext4 rw,relatime 0 0'],
    ['fstab, by its command', '# cat /etc/fstab\ntmpfs /tmp tmpfs rw,size=1G 0 0'],
    ['fstab, by its pass number', '/dev/vda1 / ext4 rw,relatime 0 1'],
    ['prose', 'the volume is rw, as it should be - nothing else'],
    ['a line cut short', '22 1 254:1 / / rw,relatime shared:1 - ext4'],
    ['a line with more on it', '22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw and more'],
  ])('says nothing of %s', (_what, text) => {
    expect(factsIn(procMounts, text)).toEqual([])
  })
})

describe('the count of a whole table', () => {
  test.each([
    ['own', '# cat /proc/self/mountinfo', MOUNTINFO, { count: 4 }],
    ['own, the old file', '[root@node-7 ~]# cat /proc/mounts', MOUNTS, { count: 3 }],
    ['of a process', '$ sudo cat /proc/4321/mountinfo', MOUNTINFO, { count: 4, pid: 4321 }],
    ['of a container', '# docker exec -it web cat /proc/mounts', MOUNTS, { count: 3, container: 'web' }],
  ])('%s', (_whose, command, table, fields) => {
    expect(counts(`${command}\n${table}\n# `)).toEqual([fields])
  })

  test('rests on every line of it', () => {
    const [count] = factsIn(procMounts, `# cat /proc/mounts\n${MOUNTS}\n# `).filter(
      ({ kind }) => kind === 'mount-count',
    )
    expect(count).toMatchObject({ first: 1, last: 3 })
  })

  test.each([
    ['no command', `${MOUNTINFO}\n# `],
    ['no prompt behind it', `# cat /proc/self/mountinfo\n${MOUNTINFO}`],
    ['a filter', `# cat /proc/self/mountinfo | grep -v cgroup\n${MOUNTINFO}\n# `],
    ['grep', `# grep rw /proc/self/mountinfo\n${MOUNTINFO}\n# `],
    ['dots at its end', `# cat /proc/self/mountinfo\n${MOUNTINFO}\n......\n# `],
    ['dots inside it', `# cat /proc/self/mountinfo\n${MOUNTINFO}\n(省略)\n${MOUNTINFO}\n# `],
    ['a missing parent', `# cat /proc/self/mountinfo\n${MOUNTINFO}\n700 650 0:60 / /mnt rw - tmpfs tmpfs rw\n# `],
    ['a missing root', `# cat /proc/mounts\n${MOUNTS.split('\n').slice(1).join('\n')}\n# `],
    ['prose behind it', `# cat /proc/self/mountinfo\n${MOUNTINFO}\nand so on\n# `],
  ])('is not told with %s', (_what, text) => {
    expect(counts(text)).toEqual([])
  })

  test('counts all mounts where it emits 2,000', () => {
    const mounts = Array.from({ length: 5000 }, (_, i) => `overlay /m/${i} overlay rw,relatime 0 0`)
    const text = ['# cat /proc/mounts', '/dev/vda1 / ext4 rw 0 0', ...mounts, '# '].join('\n')
    expect(factsIn(procMounts, text)).toHaveLength(2001)
    expect(counts(text)).toEqual([{ count: 5001 }])
  })
})

test('a mount point comes out as the kernel escaped it, whatever its name', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\/[!-~ ]{0,40}$/), (mountpoint) => {
      const escaped = mountpoint.replaceAll(/[ \\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`)
      expect(fieldsIn(procMounts, `tmpfs ${escaped} tmpfs rw,relatime 0 0`)).toEqual([
        { ...PLAIN, mountpoint, device: 'tmpfs', fsType: 'tmpfs' },
      ])
    }),
  )
})

function row(at: number, fields: object) {
  return { kind: 'mount', fields, first: at, last: at }
}

function counts(text: string): object[] {
  const facts = factsIn(procMounts, text).filter(({ kind }) => kind === 'mount-count')
  return facts.map(({ fields }) => JSON.parse(JSON.stringify(fields)))
}
