import { expect, test } from 'vitest'
import evictionSignals from '../../src/parsers/eviction-signals.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('sums the events of a node', () => {
  const text = `Events:
  Warning  EvictionThresholdMet   3d (x3 over 4d)   kubelet, node4  Attempting to reclaim nodefsInodes
  Normal   NodeHasDiskPressure    3d (x3 over 4d)   kubelet, node4  Node node4 status is now: NodeHasDiskPressure
  Warning  EvictionThresholdMet   2d (x8 over 2d)   kubelet, node4  Attempting to reclaim nodefsInodes
  Warning  EvictionThresholdMet   2d (x8 over 2d)   kubelet, node5  Attempting to reclaim nodefsInodes
  Warning  EvictionThresholdMet   20h (x9 over 1d)  kubelet, node4  Attempting to reclaim nodefsInodes
$ df -i`
  expect(factsIn(evictionSignals, text)).toEqual([
    {
      kind: 'eviction-signal',
      fields: { signal: 'nodefs.inodesFree', node: 'node4', count: 20 },
      first: 1,
      last: 5,
    },
    { kind: 'eviction-signal', fields: { signal: 'nodefs.inodesFree', node: 'node5', count: 8 }, first: 4, last: 4 },
  ])
})

test.each([
  ['Attempting to reclaim ephemeral-storage', 'ephemeral-storage'],
  ['Attempting to reclaim inodes', 'nodefs.inodesFree'],
  ['Attempting to reclaim imagefs', 'imagefs.available'],
  ['Attempting to reclaim imagefsInodes', 'imagefs.inodesFree'],
  ['Attempting to reclaim memory', 'memory.available'],
  ['Attempting to reclaim pids', 'pid.available'],
  ['The node was low on resource: inodes.', 'nodefs.inodesFree'],
  ['The node was low on resource: nodefs', 'nodefs.available'],
  ['The node was low on resource: [nodefs.inodesFree].', 'nodefs.inodesFree'],
  [
    'Message:  The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 8Gi. Container web was using 40Ki, request is 0, has larger consumption of ephemeral-storage.',
    'ephemeral-storage',
  ],
  [
    'W0311 09:14:49.630118 2210 eviction_manager.go:333] eviction manager: attempting to reclaim ephemeral-storage',
    'ephemeral-storage',
  ],
  [
    'I0311 09:14:49.630118 2210 eviction_manager.go:344] eviction manager: must evict pod(s) to reclaim inodes',
    'nodefs.inodesFree',
  ],
  [
    'I0311 09:14:49.630118 2210 eviction_manager.go:354] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"',
    'memory.available',
  ],
])('reads %s', (line, signal) => {
  expect(fieldsIn(evictionSignals, line)).toEqual([{ signal, count: 1 }])
})

test.each([
  ['a condition, which names no resource', 'The node was low on resource: [DiskPressure].'],
  ['a condition of a newer kubelet', 'The node had condition: [DiskPressure].'],
  ['prose', 'kubelet tried to reclaim disk space'],
  ['a resource that no kubelet names', 'Attempting to reclaim constructor'],
  ['a line that is cut off', 'Attempting to reclaim'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(evictionSignals, text)).toEqual([])
})
