import { describe, expect, test } from 'vitest'
import quotaReport from '../../src/parsers/quota-report.ts'
import { fieldsIn } from './facts-in.ts'

describe('repquota', () => {
  test('blocks and files, with a limit and without', () => {
    const text = `# repquota -u /home
*** Report for user quotas on device /dev/vda3
Block grace time: 7days; Inode grace time: 7days
                        Block limits                File limits
User            used    soft    hard  grace    used  soft  hard  grace
----------------------------------------------------------------------
root      --      20       0       0              2     0     0
ci        +- 1048576  900000 1048576  6days   41200     0 50000
dev       -+    2048       0       0            100    90   100   none`
    expect(fieldsIn(quotaReport, text)).toEqual([
      { owner: 'user', name: 'root', filesystem: '/dev/vda3', usedBytes: 20_480, inodesUsed: 2 },
      {
        owner: 'user',
        name: 'ci',
        filesystem: '/dev/vda3',
        usedBytes: 1024 ** 3,
        limitBytes: 1024 ** 3,
        usedPercent: 100,
        inodesUsed: 41_200,
        inodesLimit: 50_000,
        inodesUsedPercent: 82.4,
      },
      {
        owner: 'user',
        name: 'dev',
        filesystem: '/dev/vda3',
        usedBytes: 2 * 1024 ** 2,
        inodesUsed: 100,
        inodesLimit: 100,
        inodesUsedPercent: 100,
      },
    ])
  })
})

describe('xfs_quota', () => {
  test('a report of projects', () => {
    const text = `Project quota on /var/lib/docker (/dev/vdb)
                               Blocks
Project ID       Used       Soft       Hard    Warn/Grace
---------- --------------------------------------------------
#0                 12          0          0     00 [--------]
#2           10485760          0   10485760     00 [--------]`
    expect(fieldsIn(quotaReport, text)).toEqual([
      { owner: 'project', name: '#0', filesystem: '/var/lib/docker', usedBytes: 12_288 },
      {
        owner: 'project',
        name: '#2',
        filesystem: '/var/lib/docker',
        usedBytes: 10 * 1024 ** 3,
        limitBytes: 10 * 1024 ** 3,
        usedPercent: 100,
      },
    ])
  })

  test('a report of blocks and inodes', () => {
    const text = `Project quota on /data (/dev/vdb)
                               Blocks                                          Inodes
Project ID       Used       Soft       Hard    Warn/Grace           Used       Soft       Hard    Warn/ Grace
---------- -------------------------------------------------- --------------------------------------------------
#1048576            4          2          0     00 [6 days]         1000          0       1000     00 [--------]`
    expect(fieldsIn(quotaReport, text)).toEqual([
      {
        owner: 'project',
        name: '#1048576',
        filesystem: '/data',
        usedBytes: 4096,
        inodesUsed: 1000,
        inodesLimit: 1000,
        inodesUsedPercent: 100,
      },
    ])
  })

  test('inodes that are rounded are left out', () => {
    const text = `Project quota on /data (/dev/vdb)
                        Blocks                            Inodes
Project ID   Used   Soft   Hard Warn/Grace     Used   Soft   Hard Warn/Grace
---------- --------------------------------- ---------------------------------
app           10G      0    10G  00 [------]    1.2k      0      0  00 [------]`
    expect(fieldsIn(quotaReport, text)).toEqual([
      {
        owner: 'project',
        name: 'app',
        filesystem: '/data',
        usedBytes: 10 * 1024 ** 3,
        limitBytes: 10 * 1024 ** 3,
        usedPercent: 100,
      },
    ])
  })

  test('human-readable', () => {
    const text = `Project quota on /data (/dev/vdb)
                        Blocks
Project ID   Used   Soft   Hard Warn/Grace
---------- ---------------------------------
app          9.5G      0    10G  00 [------]`
    expect(fieldsIn(quotaReport, text)).toMatchObject([
      { name: 'app', usedBytes: 9.5 * 1024 ** 3, limitBytes: 10 * 1024 ** 3, usedPercent: 95 },
    ])
  })
})

test.each([
  [
    'inodes alone',
    `Project quota on /data (/dev/vdb)
                               Inodes
Project ID       Used       Soft       Hard    Warn/ Grace
---------- --------------------------------------------------
app             12345          0      20000     00 [--------]`,
  ],
  ['a title alone', '*** Report for user quotas on device /dev/vda3'],
  ['rows without a title', 'ci        --   10  20  30   6   0   0'],
  ['a sentence', 'the user quota on /home is exceeded'],
])('%s: nothing', (_what, text) => {
  expect(fieldsIn(quotaReport, text)).toEqual([])
})
