import { describe, expect, test } from 'vitest'
import mountHolders from '../../src/parsers/mount-holders.ts'
import { fieldsIn } from './facts-in.ts'

const PATH = '/var/lib/docker/overlay2/4c1f09d2aa37/merged'

describe('who has a mount', () => {
  test('the tables that name it, and whether that of pid 1 is among them', () => {
    expect(fieldsIn(mountHolders, `[root@node-3 ~]# grep -l ${PATH} /proc/*/mountinfo\n/proc/20817/mountinfo`)).toEqual(
      [{ pid: 20817, path: PATH, searched: true, onNode: false }],
    )
    expect(
      fieldsIn(mountHolders, '# grep -l 4c1f09d2aa37 /proc/[0-9]*/mountinfo\n/proc/1/mountinfo\n/proc/902/mountinfo'),
    ).toEqual([
      { pid: 1, searched: true, onNode: true },
      { pid: 902, searched: true, onNode: true },
    ])
  })

  test('the lines themselves say where the process sees it', () => {
    const line = `803 801 0:48 / /rootfs${PATH} rw,relatime - overlay overlay rw,lowerdir=/l/C`
    expect(
      fieldsIn(mountHolders, `$ sudo grep ${PATH} /proc/*/mountinfo | head\n/proc/4711/mountinfo:${line}`),
    ).toEqual([
      { pid: 4711, path: PATH, mountpoint: `/rootfs${PATH}`, fsType: 'overlay', searched: true, onNode: false },
    ])
  })

  test.each([
    ['one table', `# grep -l ${PATH} /proc/self/mountinfo /proc/1/mountinfo\n/proc/1/mountinfo`],
    ['tables that lack pid 1', `# grep -l ${PATH} /proc/[2-9]*/mountinfo\n/proc/20817/mountinfo`],
    ['tables without it', `# grep -L ${PATH} /proc/*/mountinfo\n/proc/20817/mountinfo`],
    ['all but it', `# grep -lv ${PATH} /proc/*/mountinfo\n/proc/20817/mountinfo`],
    ['a filter that may take pid 1 out', `# grep -l ${PATH} /proc/*/mountinfo | grep -v 1\n/proc/20817/mountinfo`],
    ['a pattern', '# grep -l "overlay.*merged$" /proc/*/mountinfo\n/proc/20817/mountinfo'],
    ['no command', '/proc/20817/mountinfo\n/proc/20902/mountinfo'],
    ['a count', '# wc -l /proc/20817/mountinfo\n61 /proc/20817/mountinfo'],
  ])('%s says nothing', (_what, text) => {
    expect(fieldsIn(mountHolders, text)).toEqual([])
  })
})
