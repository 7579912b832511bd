import { expect, test } from 'vitest'
import memory from '../../../src/agent/probes/memory.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const NODE = {
  'proc/meminfo': `MemTotal:        1000 kB
MemFree:          100 kB
MemAvailable:      50 kB
SwapTotal:          0 kB
SwapFree:           0 kB
SUnreclaim:       400 kB
HugePages_Total:       0
`,
  'proc/vmstat': 'nr_free_pages 25\noom_kill 3\nballoon_inflate 0\n',
}

test('reads the memory of the node and how often the kernel killed', async () => {
  expect((await factsOf('memory', NODE))[0]).toEqual({
    totalBytes: 1_024_000,
    availableBytes: 51_200,
    availablePercent: 5,
    swapTotalBytes: 0,
    swapFreeBytes: 0,
    unreclaimableSlabBytes: 409_600,
    oomKills: 3,
  })
})

test('reads cgroups of version 2, by their own kills and not those below them', async () => {
  const root = 'sys/fs/cgroup'
  const files = {
    [`${root}/cgroup.controllers`]: 'cpu memory pids\n',
    [`${root}/kubepods.slice/memory.current`]: '900\n',
    [`${root}/kubepods.slice/memory.max`]: 'max\n',
    [`${root}/kubepods.slice/memory.events`]: 'low 0\noom 2\noom_kill 2\n',
    [`${root}/kubepods.slice/memory.events.local`]: 'low 0\noom 0\noom_kill 0\n',
    [`${root}/kubepods.slice/pod1/memory.current`]: '800\n',
    [`${root}/kubepods.slice/pod1/memory.max`]: '1000\n',
    [`${root}/kubepods.slice/pod1/memory.events`]: 'low 0\noom 2\noom_kill 2\noom_group_kill 0\n',
  }
  expect(await factsOf('memory-cgroup', files)).toEqual([
    { cgroup: '/kubepods.slice/pod1', usedBytes: 800, limitBytes: 1000, usedPercent: 80, oomKills: 2 },
  ])
})

test('reads cgroups of version 1, where a huge limit is none', async () => {
  const root = 'sys/fs/cgroup/memory'
  const files = {
    [`${root}/cgroup.procs`]: '',
    [`${root}/a/memory.usage_in_bytes`]: '800\n',
    [`${root}/a/memory.limit_in_bytes`]: '9223372036854771712\n',
    [`${root}/a/memory.oom_control`]: 'oom_kill_disable 0\nunder_oom 0\noom_kill 4\n',
    [`${root}/b/memory.usage_in_bytes`]: '800\n',
    [`${root}/b/memory.limit_in_bytes`]: '9223372036854771712\n',
  }
  expect(await factsOf('memory-cgroup', files)).toEqual([{ cgroup: '/a', usedBytes: 800, oomKills: 4 }])
})

async function factsOf(kind: string, files: Record<string, string>) {
  const { facts } = await memory.look(scratchNode(files), ONE_PIECE)
  return facts.filter((fact) => fact.kind === kind).map(({ fields }) => JSON.parse(JSON.stringify(fields)))
}
