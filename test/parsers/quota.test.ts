import { expect, test } from 'vitest'
import quota from '../../src/parsers/quota.ts'
import { fieldsIn } from './facts-in.ts'

const HEADER = '     Filesystem   space   quota   limit   grace   files   quota   limit   grace'

test('reads space with its units, above the soft limit and below', () => {
  const text = `$ quota -s
Disk quotas for user ci (uid 1001):
${HEADER}
      /dev/vda3   1024M*   879M   1024M   6days   41200       0       0
      /dev/vdb1     20K      0K     10G               2       0   50000
$ exit`
  expect(fieldsIn(quota, text)).toEqual([
    {
      owner: 'user',
      name: 'ci',
      filesystem: '/dev/vda3',
      usedBytes: 1024 ** 3,
      limitBytes: 1024 ** 3,
      usedPercent: 100,
      inodesUsed: 41_200,
    },
    {
      owner: 'user',
      name: 'ci',
      filesystem: '/dev/vdb1',
      usedBytes: 20_480,
      limitBytes: 10 * 1024 ** 3,
      usedPercent: 0,
      inodesUsed: 2,
      inodesLimit: 50_000,
      inodesUsedPercent: 0,
    },
  ])
})

test('reads kilobytes, and numbers below a long device; the files may be what is used up', () => {
  const text = `Disk quotas for group build (gid 700):
     Filesystem  blocks   quota   limit   grace   files   quota   limit   grace
/dev/mapper/vg0-srv
                   2048       0       0             100*     90     100    none`
  expect(fieldsIn(quota, text)).toEqual([
    {
      owner: 'group',
      name: 'build',
      filesystem: '/dev/mapper/vg0-srv',
      usedBytes: 2 * 1024 ** 2,
      inodesUsed: 100,
      inodesLimit: 100,
      inodesUsedPercent: 100,
    },
  ])
})

test('leaves out files that are rounded', () => {
  const text = `Disk quotas for user ci (uid 1001):\n${HEADER}\n  /dev/vda3  20K  0K  10G  41k  0  50k`
  expect(fieldsIn(quota, text)).toMatchObject([{ usedBytes: 20_480 }])
  expect(fieldsIn(quota, text)[0]).not.toHaveProperty('inodesUsed')
})

test.each([
  ['a user without quotas', 'Disk quotas for user ci (uid 1001): none'],
  ['a title alone', 'Disk quotas for user ci (uid 1001):'],
  ['prose behind a title', `Disk quotas for user ci (uid 1001):\n${HEADER}\nthat is all there is`],
  ['the editor of quotas', 'Disk quotas for user ci (uid 1001):\n  /dev/vda3   20   0   0   2   0   0'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(quota, text)).toEqual([])
})
