import { expect, test } from 'vitest'
import dockerHistory from '../../src/parsers/docker-history.ts'
import { factsIn } from './facts-in.ts'

const pathsIn = (text: string) => factsIn(dockerHistory, text).map(({ fields }) => fields.path)

test('reads the volumes of an image, but not the path that docker cut', () => {
  expect(factsIn(dockerHistory, dockerHistory.sample)).toEqual([
    { kind: 'image-volume', fields: { path: '/conf' }, first: 2, last: 2 },
    { kind: 'image-volume', fields: { path: '/data' }, first: 3, last: 3 },
    { kind: 'image-volume', fields: { path: '/datalog' }, first: 3, last: 3 },
  ])
})

test('reads rows of BuildKit, whole rows, and rows alone', () => {
  expect(
    pathsIn(
      '<missing>      Less than a second ago   VOLUME [/data]                                  0B        buildkit.dockerfile.v0',
    ),
  ).toEqual(['/data'])
  expect(
    pathsIn(
      'sha256:6175298f6674   17 seconds ago   /bin/sh -c #(nop)  VOLUME [/data /datalog /logs]   0B        <- look',
    ),
  ).toEqual(['/data', '/datalog', '/logs'])
})

test.each([
  [
    'a row of which docker cut every path',
    '<missing>  3 weeks ago  /bin/sh -c #(nop)  VOLUME [/usr/share/elasticsearch…   0B',
  ],
  ['a row that ends in its path', '<missing>  3 weeks ago  /bin/sh -c #(nop)  VOLUME [/data'],
  ['a row that somebody cut', '<missing>  3 weeks ago  /bin/sh -c #(nop)  VOLUME [/da...'],
  ['other rows', '83f9f741e3b9   16 seconds ago   /bin/sh -c #(nop)  CMD ["sleep" "600"]          0B'],
  ['prose', 'the volume [see /data] is full'],
])('reads nothing from %s', (_, text) => {
  expect(pathsIn(text)).toEqual([])
})
