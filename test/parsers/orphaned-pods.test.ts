import { expect, test } from 'vitest'
import orphanedPods from '../../src/parsers/orphaned-pods.ts'
import { fieldsIn } from './facts-in.ts'

const POD = '5f0c9a3e-91d2-4c55-8a50-0b6f4f1e2d77'

test('of one pod the last line counts', () => {
  const line = (n: number) =>
    `Nov 12 08:21:40 node-7 kubelet[1597]: E1112 08:21:40 1597 kubelet_volumes.go:154] Orphaned pod "${POD}" found, but volume paths are still present on disk : There were a total of ${n} errors similar to this. Turn up verbosity to see them.`
  expect(fieldsIn(orphanedPods, `${line(3)}\nsomething else\n${line(2)}`)).toEqual([
    { pod: POD, reason: 'volume paths are still present on disk', similar: 2 },
  ])
})

test('as it stands in a structured log, and with another reason', () => {
  const text = `"There were many similar errors." err="orphaned pod \\"${POD}\\" found, but error not a directory occurred when trying to remove the volumes dir"`
  expect(fieldsIn(orphanedPods, text)).toEqual([
    { pod: POD, reason: 'error not a directory occurred when trying to remove the volumes dir' },
  ])
})

test.each(['orphaned pod found, but nobody knows which', 'an orphaned pod "web-0" found, but it is not a uid'])(
  '%s: nothing',
  (text) => {
    expect(fieldsIn(orphanedPods, text)).toEqual([])
  },
)
