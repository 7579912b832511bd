import { expect, test } from 'vitest'
import fuser from '../../src/parsers/fuser.ts'
import { fieldsIn } from './facts-in.ts'

const HEADER = '                     USER        PID ACCESS COMMAND'
const KERNEL = '/mnt/data:           root     kernel mount /mnt/data'

test('processes count, the mount itself does not', () => {
  const text = `# fuser -vm /mnt/data\n${HEADER}\n${KERNEL}\n                     app       20417 ..c.. worker\n                     root        312 F.... rsync\n# `
  expect(fieldsIn(fuser, text)).toEqual([{ path: '/mnt/data', users: 2, pid: 20417, process: 'worker' }])
})

test('nobody uses it', () => {
  expect(fieldsIn(fuser, `${HEADER}\n${KERNEL}\n[root@node-1 ~]#`)).toEqual([{ path: '/mnt/data', users: 0 }])
})

test('several paths', () => {
  const text = `${HEADER}\n/a:                  root     kernel mount /a\n/b:                  app       20417 ..c.. worker`
  expect(fieldsIn(fuser, text)).toEqual([
    { path: '/a', users: 0 },
    { path: '/b', users: 1, pid: 20417, process: 'worker' },
  ])
})

test.each([
  ['without the header', KERNEL],
  ['a header alone', HEADER],
  ['ps', '  USER        PID ACCESS COMMAND x\nroot 1 0.0 init'],
  ['plain fuser', '/mnt/data:           20417c 20418c'],
])('%s', (_what, text) => {
  expect(fieldsIn(fuser, text)).toEqual([])
})
