import { expect, test } from 'vitest'
import cgroupCount from '../../src/facts/cgroup-count.ts'
import conntrackTable from '../../src/facts/conntrack-table.ts'
import inotifyUser from '../../src/facts/inotify-user.ts'
import neighbourTable from '../../src/facts/neighbour-table.ts'
import processFiles from '../../src/facts/process-files.ts'
import taskTable from '../../src/facts/task-table.ts'
import type { Fact, FactKind, Fields } from '../../src/model/fact.ts'

test('holds the inotify counts of users against the limits of the same paste', () => {
  const facts = [
    fact('inotify-user', { uid: 0, instances: 64, watches: 500, atLeast: false }),
    sysctl('fs.inotify.max_user_instances', 128),
    sysctl('fs.inotify.max_user_watches', 1000),
  ]
  expect(derived(inotifyUser, facts)).toEqual([
    {
      uid: 0,
      instances: 64,
      maxInstances: 128,
      instancesPercent: 50,
      watches: 500,
      maxWatches: 1000,
      watchesPercent: 50,
      atLeast: false,
    },
  ])
})

test('takes no limit that the paste gives twice and differently', () => {
  const facts = [fact('inotify-user', { uid: 0, instances: 64, atLeast: false })]
  const limits = [sysctl('fs.inotify.max_user_instances', 128), sysctl('fs.inotify.max_user_instances', 8192)]
  expect(derived(inotifyUser, [...facts, ...limits])).toEqual([])
})

test('holds threads against the smaller limit, and knows no share of one limit alone', () => {
  const threads = fact('task-table', { threads: 3000 })
  const both = [threads, sysctl('kernel.pid_max', 4000), sysctl('kernel.threads-max', 100_000)]
  expect(derived(taskTable, both)[0]).toMatchObject({ pidMax: 4000, threadsMax: 100_000, usedPercent: 75 })
  expect(derived(taskTable, both.slice(0, 2))[0]?.usedPercent).toBeUndefined()
})

test('tells the nearest cgroup beside the threads of the node', () => {
  const cgroup = fact('pids-cgroup', { cgroup: '/a', current: 6, limit: 10, usedPercent: 60, allCgroups: true })
  const facts = [fact('task-table', { threads: 300 }), sysctl('kernel.pid_max', 4000), cgroup]
  expect(derived(taskTable, facts)[0]?.nearestCgroupPercent).toBe(60)
})

test('makes a table of connections of two parameters', () => {
  const count = sysctl('net.netfilter.nf_conntrack_count', 900)
  const max = sysctl('net.netfilter.nf_conntrack_max', 1000)
  expect(derived(conntrackTable, [count, max])).toEqual([{ count: 900, max: 1000, usedPercent: 90 }])
  expect(derived(conntrackTable, [fact('conntrack-table', { count: 500 }), max])).toEqual([
    { count: 500, max: 1000, usedPercent: 50 },
  ])
  expect(derived(conntrackTable, [count])).toEqual([])
  const statistics = fact('conntrack-table', { dropped: 3, earlyDropped: 2, insertFailed: 1 })
  expect(derived(conntrackTable, [count, max, statistics])).toEqual([
    { count: 900, max: 1000, usedPercent: 90, dropped: 3, earlyDropped: 2, insertFailed: 1 },
  ])
})

test('holds neighbours against the threshold of their own family', () => {
  const facts = [
    fact('neighbour-table', { family: 'IPv4', entries: 512, overflows: 1 }),
    fact('neighbour-table', { family: 'IPv6', entries: 5 }),
    sysctl('net.ipv4.neigh.default.gc_thresh3', 1024),
  ]
  expect(derived(neighbourTable, facts)).toEqual([
    { family: 'IPv4', entries: 512, overflows: 1, gcThresh1: undefined, gcThresh3: 1024, usedPercent: 50 },
  ])
})

test('joins count and directories of the same controller', () => {
  const facts = [
    fact('cgroup-count', { controller: 'pids', count: 80 }),
    fact('cgroup-count', { controller: 'memory', count: 65_000 }),
    fact('cgroup-count', { controller: 'memory', directories: 61 }),
  ]
  expect(derived(cgroupCount, facts)).toEqual([
    { controller: 'memory', count: 65_000, directories: 61, removed: 64_939 },
  ])
})

test('joins count and limit of the same process only', () => {
  const count = fact('process-files', { pid: 812, open: 512 })
  const limit = fact('process-files', { pid: 812, limit: 1024 })
  expect(derived(processFiles, [count, limit])).toEqual([{ pid: 812, open: 512, limit: 1024, usedPercent: 50 }])
  expect(derived(processFiles, [count, fact('process-files', { pid: 813, limit: 1024 })])).toEqual([])
})

function derived(kind: FactKind, facts: readonly Fact[]): Fields[] {
  return (kind.derive?.(facts) ?? []).map(({ fields }) => fields)
}

function sysctl(name: string, value: number): Fact {
  return fact('sysctl', { name, value })
}

function fact(kind: string, fields: Fields): Fact {
  return { kind, fields, origin: { from: 'paste', command: 'x', lines: [1] } }
}
