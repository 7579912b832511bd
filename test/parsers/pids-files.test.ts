import { expect, test } from 'vitest'
import parser from '../../src/parsers/pids-files.ts'
import { fieldsIn } from './facts-in.ts'

const ALL = '# grep -r . /sys/fs/cgroup --include=pids.current --include=pids.max --include=pids.events'
const VERSION_1 = `/sys/fs/cgroup/pids/kubepods/pids.current:300
/sys/fs/cgroup/pids/kubepods/pids.max:max
/sys/fs/cgroup/pids/kubepods/pod1/pids.current:99
/sys/fs/cgroup/pids/kubepods/pod1/pids.max:100
/sys/fs/cgroup/pids/kubepods/pod1/pids.events:max 7`

test('reads cgroups of version 1, the nearest to its limit first', () => {
  expect(fieldsIn(parser, VERSION_1)).toEqual([
    { cgroup: '/kubepods/pod1', current: 99, limit: 100, usedPercent: 99, refusals: 7 },
    { cgroup: '/kubepods', current: 300 },
  ])
})

test('reads a cgroup of version 2, wherever its files stand', () => {
  const text = `/sys/fs/cgroup/kubepods.slice/pids.max:24
/sys/fs/cgroup/system.slice/pids.current:80
/sys/fs/cgroup/kubepods.slice/pids.current:12`
  expect(fieldsIn(parser, text)).toEqual([
    { cgroup: '/kubepods.slice', current: 12, limit: 24, usedPercent: 50 },
    { cgroup: '/system.slice', current: 80 },
  ])
})

test('knows that it saw all cgroups below the command that reads all', () => {
  expect(fieldsIn(parser, `${ALL}\n${VERSION_1}`)[0]).toMatchObject({ cgroup: '/kubepods/pod1', allCgroups: true })
  expect(fieldsIn(parser, `${ALL} | head -5\n${VERSION_1}`)[0]).not.toHaveProperty('allCgroups')
})

test.each([
  ['a limit without a count', '/sys/fs/cgroup/pids/x/pids.max:100'],
  ['prose', 'when pids.current: reaches pids.max: forks fail'],
  ['another file', '/sys/fs/cgroup/x/pids.peak:100'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
