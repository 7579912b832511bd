import { expect, test } from 'vitest'
import aioRequests from '../../src/facts/aio-requests.ts'
import type { Fact } from '../../src/model/fact.ts'

test('holds what is reserved against the limit of the same paste', () => {
  const [row] = aioRequests.derive?.([sysctl('fs.aio-nr', 60_000), sysctl('fs.aio-max-nr', 65_536)]) ?? []
  expect(row?.fields).toEqual({ reserved: 60_000, limit: 65_536, usedPercent: (100 * 60_000) / 65_536 })
  expect(row?.because.map(({ fields }) => fields.name)).toEqual(['fs.aio-nr', 'fs.aio-max-nr'])
})

test.each([
  ['the limit alone', [sysctl('fs.aio-max-nr', 65_536)]],
  ['the count alone', [sysctl('fs.aio-nr', 60_000)]],
  ['two limits', [sysctl('fs.aio-nr', 1), sysctl('fs.aio-max-nr', 65_536), sysctl('fs.aio-max-nr', 1_048_576)]],
  ['a limit of nothing', [sysctl('fs.aio-nr', 0), sysctl('fs.aio-max-nr', 0)]],
])('says nothing of %s', (_what, facts) => {
  expect(aioRequests.derive?.(facts)).toEqual([])
})

function sysctl(name: string, value: number): Fact {
  return { kind: 'sysctl', fields: { name, value }, origin: { from: 'paste', command: 'sysctl -a', lines: [1] } }
}
