import { expect, test } from 'vitest'
import virtualService from '../../src/facts/virtual-service.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const WEB = { protocol: 'TCP', address: '10.96.12.40:80', scheduler: 'rr' }
const DNS = { protocol: 'UDP', address: '10.96.0.10:53', scheduler: 'rr' }

test('joins what the kernel refused with what the table shows of the same service', () => {
  const table = fact({ ...WEB, destinations: 0, weighted: 0 })
  const said = [fact({ ...WEB, refusals: 2 }), fact({ ...WEB, refusals: 1 })]
  expect(virtualService.derive?.([...said, table])).toEqual([
    { fields: { ...WEB, destinations: 0, weighted: 0, refusals: 3 }, because: [table, said[0]] },
  ])
})

test.each([
  ['an empty service that nobody called', [{ ...WEB, destinations: 0, weighted: 0 }]],
  ['a refusal without a table', [{ ...WEB, refusals: 4 }]],
  [
    'another service',
    [
      { ...WEB, destinations: 0, weighted: 0 },
      { ...DNS, refusals: 4 },
    ],
  ],
  [
    'another protocol',
    [
      { ...DNS, destinations: 0, weighted: 0 },
      { ...DNS, protocol: 'TCP', refusals: 4 },
    ],
  ],
])('says nothing of %s', (_what, rows) => {
  expect(virtualService.derive?.(rows.map(fact))).toEqual([])
})

function fact(fields: Fields): Fact {
  return { kind: 'virtual-service', fields, origin: { from: 'paste', command: 'ipvsadm -Ln', lines: [1] } }
}
