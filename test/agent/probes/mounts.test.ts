import { describe, expect, test } from 'vitest'
import probe from '../../../src/agent/probes/mounts.ts'
import type { Fields } from '../../../src/model/fact.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const ID = 'c0ffee'.repeat(11).slice(0, 64)
const NODE = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
23 22 0:21 / /proc rw,nosuid shared:2 - proc proc rw
24 22 254:16 / /data rw,relatime shared:3 - ext4 /dev/vdb ro,errors=remount-ro
611 22 0:54 / /var/lib/docker/overlay2/1f0c/merged rw,relatime shared:9 - overlay overlay rw,lowerdir=/l/A
`
const OWN = `700 699 0:54 / / rw,relatime - overlay overlay rw,lowerdir=/l/A
701 700 0:61 / /dev/shm rw - tmpfs shm rw,size=65536k
`
/** Sees the node's root below /rootfs, as it was when it started. */
const MONITOR = `800 799 0:70 / / rw,relatime - overlay overlay rw,lowerdir=/l/B
801 800 254:1 / /rootfs ro,relatime - ext4 /dev/vda1 rw
802 801 0:54 / /rootfs/var/lib/docker/overlay2/1f0c/merged rw - overlay overlay rw,lowerdir=/l/A
803 801 0:48 / /rootfs/var/lib/docker/overlay2/9d1e/merged rw - overlay overlay rw,lowerdir=/l/C
804 801 0:49 / /rootfs/var/lib/docker/containers/${ID}/mounts/shm rw - tmpfs shm rw,size=65536k
805 801 254:1 /x /rootfs/var/lib/kubelet/pods/a/volumes/x rw - ext4 /dev/vda1 rw
`

describe('the mounts of the node', () => {
  test('their options, without what the kernel made', async () => {
    const rows = await facts({ '1/mountinfo': NODE }, 'mount')
    expect(rows.map(({ mountpoint, readOnly, turnedReadOnly }) => [mountpoint, readOnly, turnedReadOnly])).toEqual([
      ['/', false, undefined],
      ['/data', true, true],
      ['/var/lib/docker/overlay2/1f0c/merged', false, undefined],
    ])
  })

  test('more than fit are cut, and it says so', async () => {
    const many = Array.from({ length: 1200 }, (_, i) => `${i + 30} 22 0:${i + 60} / /m/${i} rw - tmpfs t rw\n`).join('')
    const { facts, notChecked } = await probe.look(node({ '1/mountinfo': NODE + many }), ONE_PIECE)
    expect(facts).toHaveLength(1000)
    expect(notChecked).toMatchObject([{ what: 'mounts of the node', why: 'budget' }])
  })

  test('no procfs of the node', async () => {
    expect(await probe.look(scratchNode({ 'proc/version': '' }), ONE_PIECE)).toMatchObject({
      facts: [],
      notChecked: [{ what: '/proc/1/mountinfo', why: 'not-here' }],
    })
  })
})

describe('mounts that a leftover namespace holds', () => {
  test('those that the node has no more, with who holds them', async () => {
    const rows = await facts(
      { '1/mountinfo': NODE, '512/mountinfo': OWN, '512/comm': 'web\n', ...monitor('4711', 'cadvisor') },
      'held-mount',
    )
    expect(rows).toEqual([
      {
        pid: 4711,
        process: 'cadvisor',
        container: 'abcdefabcdef',
        path: '/var/lib/docker/overlay2/9d1e/merged',
        mountpoint: '/rootfs/var/lib/docker/overlay2/9d1e/merged',
        fsType: 'overlay',
        onNode: false,
      },
      expect.objectContaining({ pid: 4711, path: `/var/lib/docker/containers/${ID}/mounts/shm`, fsType: 'tmpfs' }),
    ])
  })

  test('a namespace is asked once, whoever lives in it', async () => {
    const rows = await facts(
      { '1/mountinfo': NODE, ...monitor('4711', 'cadvisor'), ...monitor('4800', 'sh') },
      'held-mount',
    )
    expect(rows).toHaveLength(2)
  })

  test('what dockerd has in a namespace of its own is in use', async () => {
    const rows = await facts(
      { '1/mountinfo': NODE, ...monitor('4711', 'cadvisor'), '90/comm': 'dockerd\n', '90/mountinfo': DOCKERD },
      'held-mount',
    )
    expect(rows.map(({ fsType }) => fsType)).toEqual(['tmpfs'])
  })

  test('among a hundred thousand mounts of the node, all of which are alive', async () => {
    const table = NODE + mounts(100_000)
    const copied = MONITOR + mounts(100_000)
    const files = { '1/mountinfo': table, '4711/mountinfo': copied, '4711/comm': 'cadvisor\n' }
    const { facts, notChecked } = await probe.look(node(files), ONE_PIECE)
    const held = facts.filter(({ kind }) => kind === 'held-mount').map(({ fields }) => fields.mountpoint)
    expect(held).toEqual([
      '/rootfs/var/lib/docker/overlay2/9d1e/merged',
      `/rootfs/var/lib/docker/containers/${ID}/mounts/shm`,
    ])
    expect(facts).toHaveLength(1000 + held.length)
    expect(notChecked).toMatchObject([{ what: 'mounts of the node', why: 'budget' }])
  })

  test('are not told from a table of the node that is too long to be read', async () => {
    const files = { '1/mountinfo': NODE + mounts(300_000), ...monitor('4711', 'cadvisor') }
    const { facts, notChecked } = await probe.look(node(files), ONE_PIECE)
    expect(facts.filter(({ kind }) => kind === 'held-mount')).toEqual([])
    expect(notChecked.map(({ what }) => what)).toEqual(['mounts of the node', 'mounts of other namespaces'])
  })
})

/** Of containers, each with a number of its own. */
function mounts(count: number): string {
  const line = (i: number): string =>
    `${i + 1000} 22 1:${i} / /var/lib/docker/overlay2/n${i}/merged rw - overlay o rw\n`
  return Array.from({ length: count }, (_, i) => line(i)).join('')
}

const DOCKERD = `900 899 254:1 / / rw,relatime - ext4 /dev/vda1 rw
901 900 0:48 / /var/lib/docker/overlay2/9d1e/merged rw - overlay overlay rw,lowerdir=/l/C
`

function monitor(pid: string, comm: string): Record<string, string> {
  const cgroup = `12:pids:/docker/${'abcdef'.repeat(11).slice(0, 64)}\n`
  return { [`${pid}/mountinfo`]: MONITOR, [`${pid}/comm`]: `${comm}\n`, [`${pid}/cgroup`]: cgroup }
}

function node(files: Record<string, string>) {
  return scratchNode(Object.fromEntries(Object.entries(files).map(([path, text]) => [`proc/${path}`, text])))
}

async function facts(files: Record<string, string>, kind: string): Promise<Fields[]> {
  const looked = await probe.look(node(files), ONE_PIECE)
  expect(looked.notChecked).toEqual([])
  return looked.facts.filter((fact) => fact.kind === kind).map(({ fields }) => fields)
}
