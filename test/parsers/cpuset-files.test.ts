import { expect, test } from 'vitest'
import cpusetFiles from '../../src/parsers/cpuset-files.ts'
import { fieldsIn } from './facts-in.ts'

test('tells cpusets without a memory node from whole ones, wherever their files stand', () => {
  const text = `# grep -r '' /sys/fs/cgroup/cpuset --include=cpuset.cpus --include=cpuset.mems
/sys/fs/cgroup/cpuset/cpuset.cpus:0-3
/sys/fs/cgroup/cpuset/kubepods/cpuset.mems:
/sys/fs/cgroup/cpuset/kubepods/cpuset.cpus:0-3
/sys/fs/cgroup/cpuset/cpuset.mems:0`
  expect(fieldsIn(cpusetFiles, text)).toEqual([
    { cgroup: '/', cpus: '0-3', mems: '0', empty: false },
    { cgroup: '/kubepods', cpus: '0-3', mems: '', empty: true },
  ])
})

test('reads the hierarchy that cpu and cpuset share', () => {
  expect(fieldsIn(cpusetFiles, '/sys/fs/cgroup/cpu,cpuset/docker/0a1b/cpuset.cpus:')).toEqual([
    { cgroup: '/docker/0a1b', cpus: '', empty: true },
  ])
})

test.each([
  ['one file that is not empty', '/sys/fs/cgroup/cpuset/docker/cpuset.cpus:0-7'],
  ['version 2, where empty means what the parent has', '/sys/fs/cgroup/kubepods.slice/cpuset.cpus:'],
  ['an error of grep', 'grep: /sys/fs/cgroup/cpuset/docker/cpuset.cpus: No such file or directory'],
  ['prose', 'we wrote /sys/fs/cgroup/cpuset/docker/cpuset.cpus: nothing in it'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(cpusetFiles, text)).toEqual([])
})
