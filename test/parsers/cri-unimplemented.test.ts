import { expect, test } from 'vitest'
import criUnimplemented from '../../src/parsers/cri-unimplemented.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  'FATA[0000] getting status of runtime failed: rpc error: code = Unimplemented desc = unknown service runtime.v1alpha2.RuntimeService',
  'validate service connection: CRI v1 runtime API is not implemented for endpoint "unix:///run/containerd/containerd.sock": rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService',
])('reads that no CRI is served: %s', (line) => {
  expect(fieldsIn(criUnimplemented, line)).toEqual([{ served: false }])
})

test.each([
  ['a service of an application', 'code = Unimplemented desc = unknown service grpc.health.v1.Health'],
  ['the service of images', 'code = Unimplemented desc = unknown service runtime.v1.ImageService'],
  ['a runtime that is not there', 'dial unix /run/containerd/containerd.sock: connect: no such file or directory'],
])('says nothing of %s', (_what, line) => {
  expect(fieldsIn(criUnimplemented, line)).toEqual([])
})
