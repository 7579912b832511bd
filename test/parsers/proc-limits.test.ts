import { expect, test } from 'vitest'
import parser from '../../src/parsers/proc-limits.ts'
import { fieldsIn } from './facts-in.ts'

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max processes             63434                63434                processes 
Max open files            1024                 524288               files     
Max locked memory         8388608              8388608              bytes     `

test('reads the soft limit of the process that was asked', () => {
  expect(fieldsIn(parser, `[root@n ~]# cat /proc/812/limits\n${LIMITS}`)).toEqual([{ pid: 812, limit: 1024 }])
})

test('reads a count and the limit below it', () => {
  const text = `# ls /proc/812/fd | wc -l\n1019\n# grep files /proc/812/limits\nMax open files            1024                 524288               files`
  expect(fieldsIn(parser, text)).toEqual([
    { pid: 812, open: 1019 },
    { pid: 812, limit: 1024 },
  ])
})

test('reads both from one line of commands', () => {
  const text = `# ls /proc/812/fd | wc -l; cat /proc/812/limits\n1019\n${LIMITS}`
  expect(fieldsIn(parser, text)).toEqual([
    { pid: 812, open: 1019 },
    { pid: 812, limit: 1024 },
  ])
})

test.each([
  ['limits of nobody knows whom', LIMITS],
  ['no limit', '# cat /proc/1/limits\nMax open files            unlimited            unlimited            files     '],
  ['a long listing, which has a line more', '# ls -l /proc/812/fd | wc -l\n1020'],
  ['a filtered listing', '# ls /proc/812/fd | grep 1 | wc -l\n20'],
  ['a glob', '# ls /proc/*/fd | wc -l\n20194'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
