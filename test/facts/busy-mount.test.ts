import { expect, test } from 'vitest'
import busyMount from '../../src/facts/busy-mount.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const fact = (kind: string, fields: Fields): Fact => ({
  kind,
  fields,
  origin: { from: 'paste', command: 'x', lines: [1] },
})
const users = fact('mount-users', { path: '/mnt/a', users: 2 })

test('the users of a mount whose unmount was refused', () => {
  const refusal = fact('refused-unmount', { path: '/mnt/a' })
  expect(busyMount.derive?.([refusal, users])).toEqual([{ fields: users.fields, because: [refusal, users] }])
})

test('those of another mount say nothing', () => {
  expect(busyMount.derive?.([fact('refused-unmount', { path: '/mnt/b' }), users])).toEqual([])
  expect(busyMount.derive?.([users])).toEqual([])
})
