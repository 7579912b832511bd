import { expect, test } from 'vitest'
import cpusets from '../../../src/agent/probes/cpusets.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const ROOT = {
  'sys/fs/cgroup/cpuset/cgroup.procs': '1\n',
  'sys/fs/cgroup/cpuset/cpuset.cpus': '0-3\n',
  'sys/fs/cgroup/cpuset/cpuset.mems': '0\n',
}

test('tells the cgroups that have no memory node, and no others', async () => {
  const node = scratchNode({
    ...ROOT,
    'sys/fs/cgroup/cpuset/docker/cpuset.cpus': '0-3\n',
    'sys/fs/cgroup/cpuset/docker/cpuset.mems': '\n',
    'sys/fs/cgroup/cpuset/docker/0a1b/cpuset.cpus': '0\n',
    'sys/fs/cgroup/cpuset/docker/0a1b/cpuset.mems': '0\n',
  })
  const { facts, notChecked } = await cpusets.look(node, ONE_PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([{ cgroup: '/docker', cpus: '0-3', mems: '', empty: true }])
  expect(notChecked).toEqual([])
})

test('takes a cgroup without these files for one that was removed', async () => {
  const { facts } = await cpusets.look(
    scratchNode({ ...ROOT, 'sys/fs/cgroup/cpuset/gone/cgroup.procs': '' }),
    ONE_PIECE,
  )
  expect(facts).toEqual([])
})

test('on version 2 it says that there is nothing to see', async () => {
  const files = { 'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu\n', 'sys/fs/cgroup/kubepods.slice/cpuset.cpus': '\n' }
  const { facts, notChecked } = await cpusets.look(scratchNode(files), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-here'])
})

test('does not read the cgroups that a container sees', async () => {
  const view = { ...scratchNode(ROOT, { contained: true }), sys: '/sys' }
  expect((await cpusets.look(view, ONE_PIECE)).notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})
