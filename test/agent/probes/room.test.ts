import { mkdirSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import shm from '../../../src/agent/probes/shm.ts'
import tmp from '../../../src/agent/probes/tmp.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const SHM = '/run/containerd/io.containerd.grpc.v1.cri/sandboxes/ab12/shm'
const TABLE = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
24 22 0:30 / /tmp rw shared:4 - tmpfs tmpfs rw,size=1048576k
25 22 0:31 / /dev/shm rw shared:5 - tmpfs tmpfs rw
26 22 0:32 / ${SHM} rw shared:6 - tmpfs shm rw,size=65536k
27 22 0:33 / /srv/shm rw shared:7 - nfs 192.0.2.7:/shm rw
`
const TMP = { name: '/tmp', pool: 'local', task: '/tmp' } as const
const VAR_TMP = { name: '/var/tmp', pool: 'local', task: '/var/tmp' } as const

describe('tmp', () => {
  test('the room of the mount that the directory is on', async () => {
    const view = scratchNode({ 'proc/1/mountinfo': TABLE })
    const { blocks, bsize } = statfsSync('/tmp')
    const { facts } = await tmp.look(view, TMP)
    expect(facts).toMatchObject([
      { fields: { mountpoint: '/tmp', device: 'tmpfs', memory: true, sizeBytes: blocks * bsize } },
    ])
    const other = await tmp.look(view, VAR_TMP)
    expect(other.facts).toMatchObject([{ fields: { mountpoint: '/', device: '/dev/vda1', memory: false } }])
  })

  test('percentages are those of df', async () => {
    const { facts } = await tmp.look(scratchNode({ 'proc/1/mountinfo': TABLE }), TMP)
    const { blocks, bfree, bavail } = statfsSync('/tmp')
    const used = blocks - bfree
    expect(Number(facts[0]?.fields.usedPercent)).toBeCloseTo((100 * used) / (used + bavail), -1)
  })

  test('in a container only what is mounted into it', async () => {
    const view = scratchNode({ 'proc/1/mountinfo': TABLE }, { contained: true })
    expect(await tmp.look(view, TMP)).toMatchObject({ facts: [], notChecked: [{ what: '/tmp', why: 'missing-right' }] })
    const anchored = { ...view, anchors: [{ path: '/tmp', at: tmpdir() }] }
    expect((await tmp.look(anchored, TMP)).facts).toMatchObject([{ fields: { mountpoint: '/tmp' } }])
  })
})

describe('shm', () => {
  test('the shared memory of the node and of its containers, and nothing that could hang', async () => {
    const view = scratchNode({ 'proc/1/mountinfo': TABLE }, { contained: true })
    const at = join(view.folder, 'shm')
    mkdirSync(at)
    const { facts, notChecked } = await shm.look({ ...view, anchors: [{ path: SHM, at }] }, ONE_PIECE)
    expect(facts).toMatchObject([{ fields: { mountpoint: SHM, device: 'shm', memory: true } }])
    expect(notChecked).toMatchObject([{ what: '/dev/shm', why: 'missing-right' }])
  })

  test('no table, no facts', async () => {
    const { facts, notChecked } = await shm.look(scratchNode({}), ONE_PIECE)
    expect(facts).toEqual([])
    expect(notChecked).toMatchObject([{ what: '/proc/1/mountinfo', why: 'not-here' }])
  })
})
