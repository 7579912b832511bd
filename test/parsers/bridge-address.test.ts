import { expect, test } from 'vitest'
import bridgeAddress from '../../src/parsers/bridge-address.ts'
import { fieldsIn } from './facts-in.ts'

test('plain and escaped, each wish once', () => {
  const plain = 'failed to set bridge addr: "cni0" already has an IP address different from 10.244.4.1/24'
  const escaped = String.raw`err="failed to delegate add: failed to set bridge addr: \"cni0\" already has an IP address different from 10.244.4.1/24" pod="default/web-0"`
  expect(fieldsIn(bridgeAddress, [plain, escaped, plain].join('\n'))).toEqual([
    { name: 'cni0', wanted: '10.244.4.1/24' },
  ])
})

test.each([
  'cni0 already has an IP address different from 10.244.4.1/24',
  '"cni0" already has an IP address different from 10.244.4.1',
  '"cni0" already has an IP address different from fd00::1/64',
])('says nothing of %s', (line) => {
  expect(fieldsIn(bridgeAddress, line)).toEqual([])
})
