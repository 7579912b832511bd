import { expect, test } from 'vitest'
import parser from '../../src/parsers/oom-kill-counts.ts'
import { factsIn } from './facts-in.ts'

test.each(['# grep oom_kill /proc/vmstat\noom_kill 3', '$ cat /proc/vmstat | grep oom_kill\noom_kill 3'])(
  'reads the kills of the node: %j',
  (text) => {
    expect(factsIn(parser, text).map(({ kind, fields }) => [kind, fields])).toEqual([['memory', { oomKills: 3 }]])
  },
)

test('reads the kills of cgroups', () => {
  const text = `# grep -r oom_kill /sys/fs/cgroup --include=memory.events
/sys/fs/cgroup/kubepods.slice/pod1/memory.events:oom_kill 2
/sys/fs/cgroup/memory/kubepods/pod2/memory.oom_control:oom_kill 0`
  expect(factsIn(parser, text).map(({ fields }) => fields)).toEqual([
    { cgroup: '/kubepods.slice/pod1', oomKills: 2 },
    { cgroup: '/kubepods/pod2', oomKills: 0 },
  ])
})

test.each([
  ['a line without its command', 'oom_kill 3'],
  ['a kill of the whole group', '/sys/fs/cgroup/x/memory.events:oom_group_kill 2'],
  ['the setting of a group', '/sys/fs/cgroup/memory/x/memory.oom_control:oom_kill_disable 0'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(parser, text)).toEqual([])
})
