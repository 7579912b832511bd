import { expect, test } from 'vitest'
import cgroupDrivers from '../../../src/agent/probes/cgroup-drivers.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const V2 = { 'sys/fs/cgroup/cgroup.controllers': 'cpu memory pids\n', 'sys/fs/cgroup/cgroup.procs': '' }
const ID = 'ab'.repeat(32)
const UID = '0a1b2c3d_1111_2222_3333_444455556666'
const SLICE = `sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID}.slice`
const PLAIN = `sys/fs/cgroup/kubepods/besteffort/pod${UID.replaceAll('_', '-')}`

test.each([
  [
    'systemd for both',
    `${SLICE}/cri-containerd-${ID}.scope/x`,
    { kubelet: 'systemd', runtime: 'systemd', differ: false },
  ],
  ['systemd and containerd without it', `${SLICE}/${ID}/x`, { kubelet: 'systemd', runtime: 'cgroupfs', differ: true }],
  ['cgroupfs for both', `${PLAIN}/${ID}/x`, { kubelet: 'cgroupfs', runtime: 'cgroupfs', differ: false }],
])('tells %s', async (_, file, expected) => {
  expect(await look({ ...V2, [file]: '' })).toEqual({
    facts: [{ kind: 'cgroup-drivers', fields: { ...expected, runtimeName: 'cri' } }],
    notChecked: [],
  })
})

test('tells the driver of kubelet alone where no container runs', async () => {
  expect((await look({ ...V2, [`${SLICE}/x`]: '' })).facts).toEqual([
    {
      kind: 'cgroup-drivers',
      fields: { kubelet: 'systemd', runtime: undefined, runtimeName: undefined, differ: undefined },
    },
  ])
})

test('does not guess the runtime where pods show both', async () => {
  const { facts } = await look({ ...V2, [`${SLICE}/${ID}/x`]: '', [`${SLICE}/crio-${ID}.scope/x`]: '' })
  expect(facts).toMatchObject([{ fields: { kubelet: 'systemd', differ: undefined } }])
})

test('says nothing after a change of the driver, which leaves both trees until the next boot', async () => {
  const both = { ...V2, [`${SLICE}/x`]: '', [`${PLAIN}/x`]: '' }
  expect(await look(both)).toMatchObject({ facts: [], notChecked: [{ why: 'not-here' }] })
})

test('trusts no sysfs of a container', async () => {
  const node = { ...scratchNode(V2), contained: true, sys: '/sys' }
  expect(await cgroupDrivers.look(node, ONE_PIECE)).toMatchObject({ facts: [], notChecked: [{ why: 'not-trusted' }] })
})

async function look(files: Readonly<Record<string, string>>) {
  return cgroupDrivers.look(scratchNode(files), ONE_PIECE)
}
