import { expect, test } from 'vitest'
import dockerBuildxDu from '../../src/parsers/docker-buildx-du.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const TABLE = dockerBuildxDu.sample

const VERBOSE = `ID:		p5x1v0c3k8f2m7d4q9w6t1z0a
Created at:	2026-11-20 09:12:44.1839 +0000 UTC
Mutable:	true
Reclaimable:	true
Shared:		false
Size:		2.41GB
Description:	cached mount /go/pkg/mod from exec /bin/sh -c go build ./...
Usage count:	7
Last used:	3 hours ago
Type:		exec.cachemount

ID:		r8n4b2y6h1j5g9s3l7e0u4i2o
Parent:		c2v5b8n1m4q7w0e3r6t9y2u5i
Created at:	2026-11-20 09:13:02.4471 +0000 UTC
Mutable:	false
Reclaimable:	false
Shared:		true
Size:		118.2MB
Description:	mount / from exec /bin/sh -c apk add git
Usage count:	1
Last used:	12 minutes ago
Type:		regular

Shared:		118.2MB
Private:	2.41GB
Reclaimable:	2.41GB
Total:		2.528GB`

test('reads the table and its sums', () => {
  expect(factsIn(dockerBuildxDu, `$ docker buildx du\n${TABLE}\n$ `)).toEqual([
    { kind: 'build-cache', fields: { records: 2, totalBytes: 2_410_000_000, inUse: 1 }, first: 1, last: 7 },
    {
      kind: 'build-cache-record',
      fields: { id: 'p5x1v0c3k8f2m7d4q9w6t1z0a', sizeBytes: 2_410_000_000, sharedBytes: 0, shared: false },
      first: 2,
      last: 2,
    },
    {
      kind: 'build-cache-record',
      fields: { id: 'r8n4b2y6h1j5g9s3l7e0u4i2o', sizeBytes: 118_200_000, sharedBytes: 118_200_000, shared: true },
      first: 3,
      last: 3,
    },
  ])
})

test('reads the blocks of --verbose, which know cache mounts', () => {
  expect(fieldsIn(dockerBuildxDu, VERBOSE)).toEqual([
    { records: 2, totalBytes: 2_410_000_000, cacheMountBytes: 2_410_000_000, inUse: 1 },
    {
      id: 'p5x1v0c3k8f2m7d4q9w6t1z0a',
      cacheType: 'exec.cachemount',
      sizeBytes: 2_410_000_000,
      sharedBytes: 0,
      usageCount: 7,
      shared: false,
    },
    {
      id: 'r8n4b2y6h1j5g9s3l7e0u4i2o',
      cacheType: 'regular',
      sizeBytes: 118_200_000,
      sharedBytes: 118_200_000,
      usageCount: 1,
      shared: true,
    },
  ])
})

test('believes the sum, and no count, where records are missing', () => {
  const lines = TABLE.split('\n')
  const dotted = [lines[0], lines[1], '...', ...lines.slice(3)].join('\n')
  const silent = [lines[0], ...lines.slice(2)].join('\n')
  expect(fieldsIn(dockerBuildxDu, dotted)[0]).toEqual({ totalBytes: 2_410_000_000 })
  expect(fieldsIn(dockerBuildxDu, silent)[0]).toEqual({ totalBytes: 2_410_000_000 })
})

test('says nothing of the whole cache without the sums', () => {
  const kinds = factsIn(dockerBuildxDu, TABLE.split('\n').slice(0, 3).join('\n')).map(({ kind }) => kind)
  expect(kinds).toEqual(['build-cache-record', 'build-cache-record'])
})

test('takes the total for its own where nothing is shared', () => {
  const text = `ID RECLAIMABLE SIZE LAST ACCESSED
p5x1v0c3k8f2m7d4q9w6t1z0a true 2.41GB
Reclaimable: 2.41GB
Total: 2.41GB`
  expect(fieldsIn(dockerBuildxDu, text)[0]).toEqual({ records: 1, totalBytes: 2_410_000_000, inUse: 0 })
})

test.each([
  ['the header alone', 'ID						RECLAIMABLE	SIZE		LAST ACCESSED\n# '],
  ['the sums alone', 'Reclaimable:	2.41GB\nTotal:		2.528GB'],
  ['`docker system df`', 'TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE\nImages 4 2 8MB 8MB (99%)'],
  ['prose', 'ID: 7\nMutable: no\nI wonder'],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerBuildxDu, text)).toEqual([])
})
