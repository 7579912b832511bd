import { expect, test } from 'vitest'
import dockerSystemDf from '../../src/parsers/docker-system-df.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const RECORDED = `# docker system df
TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE
Images          4         2         8.982MB   8.982MB (99%)
Containers      11        5         75kB      75kB (100%)
Local Volumes   7         6         2.5MB     0B (0%)
Build Cache     11        0         3.12MB    3.12MB
# `

test('reads the summary', () => {
  expect(fieldsIn(dockerSystemDf, RECORDED)).toEqual([
    {
      category: 'images',
      total: 4,
      active: 2,
      sizeBytes: 8_982_000,
      reclaimableBytes: 8_982_000,
      reclaimablePercent: 99,
    },
    {
      category: 'containers',
      total: 11,
      active: 5,
      sizeBytes: 75_000,
      reclaimableBytes: 75_000,
      reclaimablePercent: 100,
    },
    { category: 'volumes', total: 7, active: 6, sizeBytes: 2_500_000, reclaimableBytes: 0, reclaimablePercent: 0 },
    { category: 'build-cache', total: 11, active: 0, sizeBytes: 3_120_000, reclaimableBytes: 3_120_000 },
  ])
})

test('knows the line of each row', () => {
  expect(factsIn(dockerSystemDf, RECORDED).map(({ first }) => first)).toEqual([2, 3, 4, 5])
})

test('reads rows alone, with blanks lost', () => {
  expect(fieldsIn(dockerSystemDf, '# docker system df | grep Build\nBuild Cache 214 0 186.4GB 186.4GB')).toEqual([
    { category: 'build-cache', total: 214, active: 0, sizeBytes: 186_400_000_000, reclaimableBytes: 186_400_000_000 },
  ])
})

test('reads the row of old versions, which do not count the build cache', () => {
  const text = `TYPE                TOTAL               ACTIVE              SIZE                RECLAIMABLE
Images              0                   0                   0B                  0B
Build Cache                                                 1.2GB               1.2GB`
  expect(fieldsIn(dockerSystemDf, text)).toEqual([
    { category: 'images', total: 0, active: 0, sizeBytes: 0, reclaimableBytes: 0 },
    { category: 'build-cache', sizeBytes: 1_200_000_000, reclaimableBytes: 1_200_000_000 },
  ])
})

test.each([
  ['prose', 'Local Volumes were 17 of 20 and the Build Cache was 3 GB'],
  ['a row that was cut', 'Build Cache     11        0         3.12MB'],
  ['the header alone', 'TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE'],
  ['headings of the long form', 'Local Volumes space usage:\n\nBuild cache usage: 3.12MB'],
  ['a table of BuildKit', 'ID   RECLAIMABLE   SIZE   LAST ACCESSED'],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerSystemDf, text)).toEqual([])
})
