import { expect, test } from 'vitest'
import cgroups from '../../../src/agent/probes/cgroups.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const COUNTS = `#subsys_name\thierarchy\tnum_cgroups\tenabled
cpuset\t3\t12\t1
memory\t4\t65000\t1
hugetlb\t0\t1\t0
`
const TREE = {
  'sys/fs/cgroup/memory/cgroup.procs': '',
  'sys/fs/cgroup/memory/kubepods/pod1/cgroup.procs': '',
  'sys/fs/cgroup/memory/system.slice/run-r0a1b.scope/cgroup.procs': '',
}

test('tells how many memory cgroups have no directory any more', async () => {
  expect(await fieldsOf({ ...TREE, 'proc/cgroups': COUNTS })).toEqual([
    { controller: 'cpuset', count: 12 },
    { controller: 'memory', count: 65_000 },
    { controller: 'memory', count: 65_000, directories: 5, removed: 64_995 },
    { count: 1 },
  ])
})

test('without a tree it tells the counts', async () => {
  const { facts, notChecked } = await cgroups.look(scratchNode({ 'proc/cgroups': COUNTS }), ONE_PIECE)
  expect(facts).toHaveLength(2)
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([['memory cgroups', 'not-here']])
})

test('does not count the cgroups that a container sees', async () => {
  const view = { ...scratchNode({ 'proc/cgroups': COUNTS }, { contained: true }), sys: '/sys' }
  const { facts, notChecked } = await cgroups.look(view, ONE_PIECE)
  expect(facts.map(({ fields }) => fields.directories)).toEqual([undefined, undefined])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})

async function fieldsOf(files: Record<string, string>) {
  return (await cgroups.look(scratchNode(files), ONE_PIECE)).facts.map(({ fields }) => fields)
}
