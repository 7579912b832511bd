import { expect, test } from 'vitest'
import buildCache from '../../src/facts/build-cache.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const usage = fact('docker-disk-usage', { category: 'build-cache', total: 11, active: 2, sizeBytes: 3_120_000 })
const images = fact('docker-disk-usage', { category: 'images', total: 4, active: 2, sizeBytes: 8_982_000 })

function fact(kind: string, fields: Fields): Fact {
  return { kind, fields, origin: { from: 'paste', command: 'docker system df', lines: [5] } }
}

test('follows from `docker system df`', () => {
  expect(buildCache.derive?.([images, usage])).toEqual([
    { fields: { records: 11, totalBytes: 3_120_000, inUse: 2 }, because: [usage] },
  ])
})

test('follows from it as well where only cache mounts were listed', () => {
  const mounts = fact('build-cache', { cacheMountBytes: 3_000_000 })
  expect(buildCache.derive?.([usage, mounts])).toHaveLength(1)
})

test('does not follow where the records were added up', () => {
  const whole = fact('build-cache', { records: 11, totalBytes: 3_120_287, cacheMountBytes: 3_120_000 })
  expect(buildCache.derive?.([usage, whole])).toEqual([])
})
