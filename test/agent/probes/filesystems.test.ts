import { statfsSync, statSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NodeView } from '../../../src/agent/node-view.ts'
import filesystems from '../../../src/agent/probes/filesystems.ts'
import type { Looked, Piece } from '../../../src/model/probe.ts'
import { makeScratchView, type ScratchView } from '../scratch-view.ts'

let scratch: ScratchView
let view: NodeView
/** A folder that is there, and the number of the file system that it is on. */
let here: string
let number: string
beforeEach(() => {
  scratch = makeScratchView()
  view = scratch.view
  here = view.sys
  number = numberOf(here)
})
afterEach(() => scratch.remove())

function numberOf(path: string): string {
  const { dev } = statSync(path, { bigint: true })
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn)
  return `${major}:${(dev & 0xffn) | ((dev >> 12n) & ~0xffn & 0xffffffffn)}`
}

function mounted(table: string, lines: readonly string[]): void {
  scratch.write(table, `${lines.join('\n')}\n`)
}

function pieces(): readonly Piece[] {
  return filesystems.pieces?.(view) ?? []
}

function lookAt(name: string): Looked {
  const piece = pieces().find((it) => it.name === name)
  if (!piece) throw new Error(`there is no piece ${name}: ${pieces().map((it) => it.name)}`)
  return filesystems.look(view, piece) as Looked
}

describe('on the node itself', () => {
  test('a file system is as full as df says', () => {
    mounted('proc/self/mountinfo', [`30 1 ${number} / ${here} ro,relatime - ext4 /dev/vda1 rw`])
    const { facts, notChecked } = lookAt(here)
    const { blocks, bsize, bfree, bavail, files, ffree } = statfsSync(here)
    expect(notChecked).toEqual([])
    expect(facts).toEqual([
      {
        kind: 'filesystem',
        fields: {
          mountpoint: here,
          device: '/dev/vda1',
          fsType: 'ext4',
          sizeBytes: blocks * bsize,
          usedBytes: (blocks - bfree) * bsize,
          availableBytes: bavail * bsize,
          usedPercent: Math.ceil((100 * (blocks - bfree)) / (blocks - bfree + bavail)),
          inodes: files,
          inodesUsed: files - ffree,
          inodesFree: ffree,
          inodesUsedPercent: Math.ceil((100 * (files - ffree)) / files),
          readOnly: true,
          image: false,
          pseudo: false,
          memory: false,
        },
      },
    ])
  })

  test('a mount that another one hides yields nothing: the path leads elsewhere', () => {
    mounted('proc/self/mountinfo', [`30 1 250:99 / ${here} rw - ext4 /dev/vdz rw`])
    expect(lookAt(here)).toEqual({ facts: [], notChecked: [] })
  })

  test('one that is gone is named', () => {
    mounted('proc/self/mountinfo', [`30 1 250:99 / ${here}/gone rw - ext4 /dev/vdz rw`])
    expect(lookAt(`${here}/gone`)).toMatchObject({ facts: [], notChecked: [{ what: `${here}/gone`, why: 'not-here' }] })
  })

  test('what the kernel makes, and a directory bound within its file system, has no room of its own', () => {
    mounted('proc/self/mountinfo', [
      '20 1 8:1 / / rw - ext4 /dev/sda1 rw',
      '21 20 0:21 / /proc rw - proc proc rw',
      '22 20 0:22 / /sys rw - sysfs sysfs rw',
      '23 20 0:30 / /mnt/auto rw - autofs systemd-1 rw',
      '24 20 8:1 /srv /mnt/srv rw - ext4 /dev/sda1 rw',
      '25 20 8:2 / /var rw - xfs /dev/sda2 rw',
    ])
    expect(pieces().map(({ name, pool }) => [name, pool])).toEqual([
      ['mount table', 'kernel'],
      ['/', 'local'],
      ['/var', 'local'],
    ])
  })

  test('what may hang is not asked unless wanted, and then apart from the rest', () => {
    mounted('proc/self/mountinfo', [
      '20 1 8:1 / / rw - ext4 /dev/sda1 rw',
      '21 20 0:50 / /mnt/nfs rw - nfs4 10.0.0.9:/export rw',
      '22 20 0:51 / /mnt/new\\040one rw - somethingfs x rw',
      '23 20 0:52 / /var/lib/kubelet/pods/a/volumes/v rw - fuse.s3fs s3fs rw',
      '24 20 0:53 / /var/lib/kubelet/pods/b/volumes/v rw - fuse.s3fs s3fs rw',
    ])
    expect(pieces().map(({ name }) => name)).toEqual(['mount table', '/'])
    const { notChecked } = lookAt('mount table')
    expect(notChecked.map(({ what, why }) => [what, why])).toEqual([
      ['/mnt/nfs', 'missing-right'],
      ['/mnt/new one', 'missing-right'],
      ['/var/lib/kubelet/pods', 'missing-right'],
    ])
    view = { ...view, remote: true }
    expect(pieces().filter(({ pool }) => pool === 'remote')).toHaveLength(4)
    expect(lookAt('mount table').notChecked).toEqual([])
  })

  test('the bytes of FUSE are not guessed, its shares are known', () => {
    view = { ...view, remote: true }
    mounted('proc/self/mountinfo', [`30 1 ${number} / ${here} rw - fuse.sshfs host: rw`])
    const fields = lookAt(here).facts[0]?.fields ?? {}
    expect(fields.sizeBytes).toBeUndefined()
    expect(fields.usedPercent).toBeGreaterThan(0)
  })

  test('of more mounts than can be asked, the rest is counted', () => {
    const lines = Array.from({ length: 1200 }, (_, i) => `${i + 10} 1 0:${i + 100} / /m${i} rw - tmpfs t rw`)
    mounted('proc/self/mountinfo', lines)
    expect(pieces()).toHaveLength(1001)
    expect(lookAt('mount table').notChecked[0]).toMatchObject({ why: 'budget' })
  })
})

describe('in a container', () => {
  beforeEach(() => {
    view = { ...view, contained: true, anchors: [{ path: '/var/lib/kubelet/plugins', at: here }] }
    mounted('proc/1/mountinfo', [
      '20 1 8:1 / / rw - ext4 /dev/sda1 rw',
      `21 20 ${number} / /var/lib/kubelet rw - xfs /dev/sdb1 rw`,
      '22 20 8:3 / /data rw - ext4 /dev/sdc1 rw',
      '23 20 0:60 / /var/lib/docker/overlay2/a/merged rw - overlay overlay rw',
    ])
    mounted('proc/self/mountinfo', [
      '90 80 0:70 / / rw - overlay overlay rw',
      `91 90 ${number} /plugins ${here} ro - xfs /dev/sdb1 rw`,
    ])
  })

  test('an anchor tells of the mount that it is on, by its name on the node', () => {
    const { facts } = lookAt('/var/lib/kubelet')
    expect(facts.map(({ fields }) => [fields.mountpoint, fields.device, fields.readOnly])).toEqual([
      ['/var/lib/kubelet', '/dev/sdb1', false],
    ])
    expect(pieces()).toHaveLength(2)
  })

  test('what has no anchor is named, so that nobody takes the file system above for it', () => {
    expect(lookAt('mount table').notChecked.map(({ what, why }) => [what, why])).toEqual([
      ['/', 'missing-right'],
      ['/data', 'missing-right'],
    ])
  })

  test('an anchor that is on another file system than its path on the node is not trusted', () => {
    view = { ...view, anchors: [{ path: '/data/x', at: here }] }
    expect(pieces()).toHaveLength(1)
    expect(lookAt('mount table').notChecked[0]).toMatchObject({ what: '/data/x', why: 'not-trusted' })
  })
})

test('a mount table of any text breaks nothing', () => {
  const line = fc.stringMatching(/^[0-9:/ a-z\\,-]{0,80}$/)
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 20 }), (lines) => {
      mounted('proc/self/mountinfo', lines)
      expect(pieces()[0]?.name).toBe('mount table')
    }),
    { numRuns: 100 },
  )
})

test('no mount table is no fact', () => {
  expect(lookAt('mount table').notChecked[0]?.why).toBe('not-here')
})
