import { expect, test } from 'vitest'
import dockerVersion from '../../src/parsers/docker-version.ts'
import { factsIn } from './facts-in.ts'

const CLIENT = `Client:
 Version:           28.2.2
 API version:       1.41 (downgraded from 1.50)
 Go version:        go1.24.3
 Context:           default
`

const RECORDED = `${CLIENT}
Server:
 Engine:
  Version:          20.10.24+dfsg1
  API version:      1.41 (minimum version 1.12)
  Go version:       go1.19.8
 containerd:
  Version:          1.6.20~ds1`

test('reads the version of the server, not of the client', () => {
  expect(factsIn(dockerVersion, RECORDED)).toEqual([
    { kind: 'docker-engine', fields: { version: '20.10.24+dfsg1' }, first: 8, last: 8 },
  ])
})

test('reads the layout before 18.09', () => {
  const text = 'Server:\n Version:      18.03.1-ce\n API version:  1.37 (minimum version 1.12)'
  expect(factsIn(dockerVersion, text).map(({ fields }) => fields)).toEqual([{ version: '18.03.1-ce' }])
})

test.each([
  ['the client alone', CLIENT],
  ['`docker --version`', 'Docker version 20.10.7, build f0df350'],
  ['a version that was cut off', 'API version:      1.41 (minimum version 1.12)'],
  ['an error', 'Error response from daemon: client version 1.22 is too old. (minimum version 1.24)'],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerVersion, text)).toEqual([])
})
