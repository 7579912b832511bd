import { expect, test } from 'vitest'
import mountTable from '../../src/facts/mount-table.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

test('joins each count with the limit of the same paste', () => {
  const counts = [
    fact('mount-count', { count: 99_478, pid: 14_763 }),
    fact('mount-count', { count: 306, container: 'web' }),
  ]
  const limit = fact('sysctl', { name: 'fs.mount-max', value: 100_000 })
  expect(derive([...counts, fact('sysctl', { name: 'kernel.pid_max', value: 32_768 }), limit])).toMatchObject([
    { fields: { count: 99_478, limit: 100_000, usedPercent: 99.478, pid: 14_763 }, because: [counts[0], limit] },
    { fields: { count: 306, limit: 100_000, usedPercent: 0.306, container: 'web' }, because: [counts[1], limit] },
  ])
})

test('knows the limit when it is given twice alike', () => {
  const limit = fact('sysctl', { name: 'fs.mount-max', value: 10 })
  const count = fact('mount-count', { count: 5 })
  expect(derive([limit, count, limit])).toMatchObject([
    { fields: { count: 5, limit: 10, usedPercent: 50 }, because: [count, limit] },
  ])
})

test.each([
  ['no limit', []],
  ['two limits', [10, 100_000]],
  ['an impossible limit', [0]],
])('leaves it out with %s', (_what, values) => {
  const count = fact('mount-count', { count: 5 })
  const limits = values.map((value) => fact('sysctl', { name: 'fs.mount-max', value }))
  const [row] = derive([count, ...limits])
  expect(row).toMatchObject({ fields: { count: 5 }, because: [count] })
  expect(row?.fields).not.toHaveProperty('limit')
  expect(row?.fields).not.toHaveProperty('usedPercent')
})

test('needs a count', () => {
  expect(derive([fact('sysctl', { name: 'fs.mount-max', value: 10 })])).toEqual([])
})

test('yields rows that its schema accepts', () => {
  const [row] = derive([fact('mount-count', { count: 5, pid: 812 })])
  expect(mountTable.schema.strict().parse(row?.fields)).toMatchObject({ count: 5, pid: 812 })
})

function derive(facts: readonly Fact[]) {
  return (mountTable.derive?.(facts) ?? []).map(({ fields, because }) => ({ fields: plain(fields), because }))
}

function fact(kind: string, fields: Fields): Fact {
  return { kind, fields, origin: { from: 'paste', command: kind, lines: [1] } }
}

function plain(fields: Fields): object {
  return JSON.parse(JSON.stringify(fields))
}
