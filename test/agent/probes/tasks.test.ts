import { expect, test } from 'vitest'
import tasks from '../../../src/agent/probes/tasks.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const NODE = {
  'proc/loadavg': '0.10 0.20 0.30 2/31000 812345\n',
  'proc/sys/kernel/pid_max': '32768\n',
  'proc/sys/kernel/threads-max': '192000\n',
}

test('holds the threads of the node against the smaller limit', async () => {
  expect(await factsOf('task-table', NODE)).toEqual([
    {
      threads: 31_000,
      pidMax: 32_768,
      threadsMax: 192_000,
      usedPercent: (100 * 31_000) / 32_768,
      nearestUserPercent: 0,
    },
  ])
})

test('tells the user nearest to its limit; root has none, and a process without one counts for the others', async () => {
  const limits = (most: string) =>
    `Limit  Soft Limit\nMax processes             ${most}                unlimited            processes \n`
  const status = (uid: number, threads: number) => `Name:\tx\nUid:\t${uid}\t0\t0\t0\nThreads:\t${threads}\n`
  const [facts] = await factsOf('task-table', {
    ...NODE,
    'proc/1/limits': limits('1'),
    'proc/1/status': status(0, 90),
    'proc/5/limits': limits('100'),
    'proc/5/status': status(1000, 30),
    'proc/6/limits': limits('unlimited'),
    'proc/6/status': status(1000, 10),
    'proc/7/limits': limits('1000'),
    'proc/7/status': status(1000, 40),
  })
  expect(facts?.nearestUserPercent).toBe(80)
})

test('does not trust pid_max in a container, and then knows no share', async () => {
  const { facts, notChecked } = await tasks.look(scratchNode(NODE, { contained: true }), ONE_PIECE)
  expect(facts[0]?.fields).toMatchObject({
    threads: 31_000,
    pidMax: undefined,
    threadsMax: 192_000,
    usedPercent: undefined,
  })
  expect(notChecked).toContainEqual(expect.objectContaining({ what: 'kernel.pid_max', why: 'not-trusted' }))
})

test('reads cgroups of version 1: the nearest to its limit, and those that refused', async () => {
  const root = 'sys/fs/cgroup/pids'
  const files = {
    [`${root}/cgroup.procs`]: '',
    [`${root}/kubepods/pids.current`]: '4000\n',
    [`${root}/kubepods/pids.max`]: 'max\n',
    [`${root}/kubepods/pod1/pids.current`]: '99\n',
    [`${root}/kubepods/pod1/pids.max`]: '100\n',
    [`${root}/kubepods/pod1/pids.events`]: 'max 7\n',
    [`${root}/kubepods/pod2/pids.current`]: '5\n',
    [`${root}/kubepods/pod2/pids.max`]: '1000\n',
    [`${root}/kubepods/pod2/pids.events`]: 'max 0\n',
  }
  expect(await factsOf('pids-cgroup', files)).toEqual([
    { cgroup: '/kubepods/pod1', current: 99, limit: 100, usedPercent: 99, refusals: 7, allCgroups: true },
    { cgroup: '/kubepods/pod2', current: 5, limit: 1000, usedPercent: 0.5, refusals: 0 },
  ])
})

test('reads cgroups of version 2', async () => {
  const root = 'sys/fs/cgroup'
  const files = {
    [`${root}/cgroup.procs`]: '',
    [`${root}/cgroup.controllers`]: 'cpuset cpu io memory pids\n',
    [`${root}/kubepods.slice/pids.current`]: '12\n',
    [`${root}/kubepods.slice/pids.max`]: '24\n',
  }
  expect(await factsOf('task-table', { ...NODE, ...files })).toMatchObject([{ nearestCgroupPercent: 50 }])
  expect(await factsOf('pids-cgroup', files)).toEqual([
    { cgroup: '/kubepods.slice', current: 12, limit: 24, usedPercent: 50, allCgroups: true },
  ])
})

test('counts zombies and names the parent of most, whatever their names', async () => {
  const files = {
    'proc/1/stat': '1 (init) S 0 1 1 0\n',
    'proc/5/stat': '5 (sh) S 1 5 5 0\n',
    'proc/5/comm': 'sh\n',
    'proc/6/stat': '6 (a) Z (b) Z 5 5 5 0\n',
    'proc/7/stat': '7 (x) Z 5 5 5 0\n',
    'proc/8/stat': '8 (y) Z 1 5 5 0\n',
    'proc/9/stat': '9 (Z 1) S 1 5 5 0\n',
  }
  expect(await factsOf('zombies', files)).toEqual([{ count: 3, parentPid: 5, parent: 'sh', ofParent: 2 }])
})

test('says that there are no zombies', async () => {
  expect(await factsOf('zombies', { 'proc/1/stat': '1 (init) S 0 1 1 0\n' })).toEqual([{ count: 0 }])
})

async function factsOf(kind: string, files: Record<string, string>) {
  const { facts } = await tasks.look(scratchNode(files), ONE_PIECE)
  return facts.filter((fact) => fact.kind === kind).map(({ fields }) => JSON.parse(JSON.stringify(fields)))
}
