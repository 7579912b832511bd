import { expect, test } from 'vitest'
import lsattr from '../../src/parsers/lsattr.ts'
import { fieldsIn } from './facts-in.ts'

test('immutable, append only, and neither', () => {
  const text = `# lsattr -d /d/bash /d/log /d/sh
----i---------e------- /d/bash
-----a--------e------- /d/log
--------------e------- /d/sh`
  expect(fieldsIn(lsattr, text)).toEqual([
    { path: '/d/bash', immutable: true },
    { path: '/d/log', immutable: true },
    { path: '/d/sh', immutable: false },
  ])
})

test.each([
  '---------------------- relative',
  '---------- ----------',
  '----BEGIN-NOTE---- /x',
  '-rw-r--r-- 1 root root 3 /x',
])('%s: nothing', (line) => {
  expect(fieldsIn(lsattr, line)).toEqual([])
})
