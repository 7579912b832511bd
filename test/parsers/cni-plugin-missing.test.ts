import { expect, test } from 'vitest'
import cniPluginMissing from '../../src/parsers/cni-plugin-missing.ts'
import { fieldsIn } from './facts-in.ts'

test('several in one line, also escaped', () => {
  const line = String.raw`[failed to find plugin "bridge" in path [/opt/cni/bin] failed to find plugin \"portmap\" in path [/opt/cni/bin /usr/lib/cni]]`
  expect(fieldsIn(cniPluginMissing, line)).toEqual([
    { plugin: 'bridge', present: false, toldBy: 'runtime', folder: '/opt/cni/bin' },
    { plugin: 'portmap', present: false, toldBy: 'runtime', folder: '/opt/cni/bin' },
  ])
})

test.each([
  'failed to find plugin "portmap"',
  'failed to find plugin portmap in path [/opt]',
  'maven: failed to find plugin "x" in repo',
])('says nothing of %s', (line) => {
  expect(fieldsIn(cniPluginMissing, line)).toEqual([])
})
