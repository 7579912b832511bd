import { expect, test } from 'vitest'
import dockerInfoThinPool from '../../src/parsers/docker-info-thin-pool.ts'
import { fieldsIn } from './facts-in.ts'

const INFO = `Containers: 5
 Running: 5
Server Version: 18.06.2-ce
Storage Driver: devicemapper
 Pool Name: docker-253:1-34025-pool
 Pool Blocksize: 65.54kB
 Base Device Size: 10.74GB
 Backing Filesystem: xfs
 Udev Sync Supported: true
 Data file: /dev/loop0
 Metadata file: /dev/loop1
 Data loop file: /var/lib/docker/devicemapper/devicemapper/data
 Metadata loop file: /var/lib/docker/devicemapper/devicemapper/metadata
 Data Space Used: 390.6MB
 Data Space Total: 107.4GB
 Data Space Available: 3.965GB
 Metadata Space Used: 17.9MB
 Metadata Space Total: 2.147GB
 Metadata Space Available: 2.13GB
 Thin Pool Minimum Free Space: 10.74GB
 Deferred Removal Enabled: true
Logging Driver: json-file`

test('docker info of the devicemapper driver', () => {
  expect(fieldsIn(dockerInfoThinPool, INFO)).toEqual([
    {
      name: 'docker-253:1-34025-pool',
      dataUsedPercent: 0.4,
      metadataUsedPercent: 0.8,
      dataBytes: 107_400_000_000,
      dataAvailableBytes: 3_965_000_000,
      metadataAvailableBytes: 2_130_000_000,
      minimumFreeBytes: 10_740_000_000,
      loopFile: true,
    },
  ])
})

test('through grep, with warnings of the client around', () => {
  const text = `# docker info | grep Space
WARNING: bridge-nf-call-iptables is disabled
 Data Space Used: 85.9GB
 Data Space Total: 85.9GB
 **Data Space Available: 0B**`
  expect(fieldsIn(dockerInfoThinPool, text)).toEqual([
    { dataUsedPercent: 100, dataBytes: 85_900_000_000, dataAvailableBytes: 0 },
  ])
})

test('two nodes are two pools', () => {
  const node = ' Data Space Used: 1GB\n Data Space Total: 2GB\n Data Space Available: 1GB'
  expect(fieldsIn(dockerInfoThinPool, `${node}\n${node}`)).toMatchObject([
    { dataUsedPercent: 50 },
    { dataUsedPercent: 50 },
  ])
})

test.each([
  ['no size of docker', ' Data Space Used: 85.9G\n Data Space Total: lots'],
  ['a sentence', 'Data Space Available: see the manual of the driver'],
  ['another label', 'Data Space Used by logs: 85.9GB'],
])('%s', (_what, text) => {
  expect(fieldsIn(dockerInfoThinPool, text)).toEqual([])
})
