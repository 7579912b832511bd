import { expect, test } from 'vitest'
import dockerfile from '../../src/parsers/dockerfile.ts'
import { factsIn } from './facts-in.ts'

const pathsIn = (text: string) => factsIn(dockerfile, text).map(({ fields }) => fields.path)

test('reads both forms, each on its line', () => {
  expect(factsIn(dockerfile, dockerfile.sample)).toEqual([
    { kind: 'image-volume', fields: { path: '/data' }, first: 1, last: 1 },
    { kind: 'image-volume', fields: { path: '/datalog' }, first: 1, last: 1 },
    { kind: 'image-volume', fields: { path: '/logs' }, first: 2, last: 2 },
  ])
  expect(pathsIn('  VOLUME /data "/logs" /work$STAGE')).toEqual(['/data', '/logs'])
})

test.each([
  ['a sentence', 'VOLUME /data is full'],
  ['lower case', 'volume /data'],
  ['a comment', '# VOLUME /data'],
  ['an array that was cut', 'VOLUME ["/data", "/log'],
  ['an array of something else', 'VOLUME ["/data", 7]'],
  ['a command', 'docker run -v /data busybox VOLUME /data'],
  ['a row of `docker history`', 'VOLUME [/data]'],
])('reads nothing from %s', (_, text) => {
  expect(pathsIn(text)).toEqual([])
})
