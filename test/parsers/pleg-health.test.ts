import { expect, test } from 'vitest'
import plegHealth from '../../src/parsers/pleg-health.ts'
import { factsIn } from './facts-in.ts'

test.each([
  'PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s',
  'I0311 09:14:02.118204    2210 kubelet.go:1775] skipping pod synchronization - [PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s]',
  'E0311 09:14:02.118204    2210 kubelet.go:2042] "Skipping pod synchronization" err="[container runtime is down, PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s]"',
  'the node says “pleg was last seen active 3m5.3s ago; threshold is 3m0s”.',
])('reads %s', (line) => {
  expect(factsIn(plegHealth, `why?\n${line}`)).toEqual([
    { kind: 'pleg', fields: { lastSeenActiveSeconds: 185.3, thresholdSeconds: 180 }, first: 1, last: 1 },
  ])
})

test.each([
  ['a PLEG that never was', 'pleg was last seen active 2562047h47m16.854775807s ago; threshold is 3m0s'],
  ['a PLEG that is not yet', 'PLEG is not healthy: pleg has yet to be successful'],
  ['a line that is cut off', 'PLEG is not healthy: pleg was last seen active 3m5.3s ago; thres'],
  ['a placeholder', 'pleg was last seen active <time> ago; threshold is 3m0s'],
])('says nothing of %s', (_what, line) => {
  expect(factsIn(plegHealth, line)).toEqual([])
})
