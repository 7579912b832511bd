import { expect, test } from 'vitest'
import dockerSystemDfV from '../../src/parsers/docker-system-df-v.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const VOLUMES = `VOLUME NAME                                                        LINKS     SIZE
7a388233ee0c9a51dac2e642161dc898065828606f5fb16e180a1105917bb966   1         0B
named-data                                                         1         2.5MB
517e098abdf5b3ef3beebbffb79ff92a53cd947f6b5d3bd614688be241d683ac   0         0B`

const CACHE = `CACHE ID       CACHE TYPE        SIZE      CREATED         LAST USED       USAGE     SHARED
tyo2kiw8hqiw   exec.cachemount   3MB       4 minutes ago   4 minutes ago   2         false
k00gevelibzn   exec.cachemount   120kB     4 minutes ago   4 minutes ago   2         false
vjrjn4ev6g9e   regular           7MB       1 second ago    1 second ago    1         true
vv9p29w11s8n   source.local      287B      4 minutes ago   1 second ago    4         false`

test('reads what each volume takes, and how many there are', () => {
  expect(factsIn(dockerSystemDfV, `Local Volumes space usage:\n\n${VOLUMES}\n\nBuild cache usage: 0B`)).toEqual([
    { kind: 'docker-volumes', fields: { count: 3, anonymous: 2, dangling: 1 }, first: 2, last: 5 },
    {
      kind: 'docker-volume-usage',
      fields: {
        name: '7a388233ee0c9a51dac2e642161dc898065828606f5fb16e180a1105917bb966',
        anonymous: true,
        links: 1,
        sizeBytes: 0,
      },
      first: 3,
      last: 3,
    },
    {
      kind: 'docker-volume-usage',
      fields: { name: 'named-data', anonymous: false, links: 1, sizeBytes: 2_500_000 },
      first: 4,
      last: 4,
    },
    {
      kind: 'docker-volume-usage',
      fields: {
        name: '517e098abdf5b3ef3beebbffb79ff92a53cd947f6b5d3bd614688be241d683ac',
        anonymous: true,
        links: 0,
        sizeBytes: 0,
      },
      first: 5,
      last: 5,
    },
  ])
})

test('knows no size where docker knows none', () => {
  const text = `${VOLUMES}\nnfs-share                                                          2         N/A`
  expect(fieldsIn(dockerSystemDfV, text).at(-1)).toEqual({ name: 'nfs-share', anonymous: false, links: 2 })
})

test('knows that a cut table may have more volumes', () => {
  expect(fieldsIn(dockerSystemDfV, `${VOLUMES}\n...\n`)[0]).toEqual({ count: 3, anonymous: 2, atLeast: true })
  expect(fieldsIn(dockerSystemDfV, `${VOLUMES}\n4e7d6f5e4262`)[0]).toMatchObject({ atLeast: true })
})

test('reads the build cache, whose total leaves out what images use as well', () => {
  expect(fieldsIn(dockerSystemDfV, `Build cache usage: 3.12MB\n\n${CACHE}\n# `)).toEqual([
    { records: 4, totalBytes: 3_120_287, cacheMountBytes: 3_120_000, inUse: 0 },
    {
      id: 'tyo2kiw8hqiw',
      cacheType: 'exec.cachemount',
      sizeBytes: 3_000_000,
      sharedBytes: 0,
      ageSeconds: 240,
      usageCount: 2,
      shared: false,
    },
    {
      id: 'k00gevelibzn',
      cacheType: 'exec.cachemount',
      sizeBytes: 120_000,
      sharedBytes: 0,
      ageSeconds: 240,
      usageCount: 2,
      shared: false,
    },
    {
      id: 'vjrjn4ev6g9e',
      cacheType: 'regular',
      sizeBytes: 7_000_000,
      sharedBytes: 7_000_000,
      ageSeconds: 1,
      usageCount: 1,
      shared: true,
    },
    {
      id: 'vv9p29w11s8n',
      cacheType: 'source.local',
      sizeBytes: 287,
      sharedBytes: 0,
      ageSeconds: 240,
      usageCount: 4,
      shared: false,
    },
  ])
})

test('reads the star of a record that a build uses, and a record that none has used', () => {
  const text = `${CACHE}
q1w2e3r4t5y6*  regular           1kB       2 hours ago                     0         false`
  const facts = fieldsIn(dockerSystemDfV, text)
  expect(facts[0]).toMatchObject({ records: 5, inUse: 1 })
  expect(facts.at(-1)).toMatchObject({ id: 'q1w2e3r4t5y6', ageSeconds: 7200, usageCount: 0 })
})

test('says of records alone only what cache mounts take', () => {
  const rows = CACHE.split('\n').slice(1, 3).join('\n')
  const facts = fieldsIn(dockerSystemDfV, `# docker system df -v | grep exec.cachemount\n${rows}`)
  expect(facts[0]).toEqual({ cacheMountBytes: 3_120_000 })
  expect(facts.length).toBe(3)
})

test('reads records that stand on one line behind their command', () => {
  const line =
    '找到 cache 的 id# docker system df -v | grep exec.cachemount a1b2c3d4e5f6 exec.cachemount 2.5GB 4 hours ago 6 minutes ago 7 false z9y8x7w6v5u4 exec.cachemount 184MB 2 hours ago 6 minutes ago 2 false'
  expect(fieldsIn(dockerSystemDfV, line).map((fields) => Object.values(fields).slice(0, 3))).toEqual([
    [2_684_000_000],
    ['a1b2c3d4e5f6', 'exec.cachemount', 2_500_000_000],
    ['z9y8x7w6v5u4', 'exec.cachemount', 184_000_000],
  ])
})

test.each([
  ['a line of dots', CACHE.replace(/k00.*/, '...')],
  ['a record that was cut', CACHE.replace(/287B.*/, '287B      4 minutes')],
  [
    'a record cut on its line',
    'a1b2c3d4e5f6 exec.cachemount 2.5GB 4 hours ago 6 minutes ago 7 false z9y8x7w6v5u4 exec.cachemount 184MB',
  ],
])('adds nothing up after %s', (_, text) => {
  const kinds = factsIn(dockerSystemDfV, text).map(({ kind }) => kind)
  expect(kinds).toContain('build-cache-record')
  expect(kinds).not.toContain('build-cache')
})

test.each([
  ['the command alone', '# docker system df -v | grep exec.cachemount '],
  ['prose', 'the id  exec.cachemount  is shown, and so is  source.local  2 hours ago 3 true'],
  [
    'empty tables',
    'VOLUME NAME   LINKS     SIZE\n\nBuild cache usage: 0B\n\nCACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED\n',
  ],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerSystemDfV, text)).toEqual([])
})
