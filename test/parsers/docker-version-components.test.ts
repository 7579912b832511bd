import { expect, test } from 'vitest'
import components from '../../src/parsers/docker-version-components.ts'
import { fieldsIn } from './facts-in.ts'

const RECORDED = `Server:
 Engine:
  Version:          20.10.24+dfsg1
  API version:      1.41 (minimum version 1.12)
 containerd:
  Version:          1.6.20~ds1
  GitCommit:        1.6.20~ds1-1+deb12u3
 runc:
  Version:          1.1.5+ds1
  GitCommit:        1.1.5+ds1-1+deb12u1
 docker-init:
  Version:          0.19.0`

test('reads the containerd and the runc of the server', () => {
  expect(fieldsIn(components, RECORDED)).toEqual([
    { component: 'containerd', version: '1.6.20~ds1', major: 1, minor: 6, patch: 20 },
    { component: 'runc', version: '1.1.5+ds1', major: 1, minor: 1, patch: 5 },
  ])
})

test.each([
  ['a list of YAML', 'services:\n containerd:\n  image: x'],
  ['a name at the end of a paste', ' runc:'],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(components, text)).toEqual([])
})
