import { expect, test } from 'vitest'
import parser from '../../src/parsers/file-nr.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['sysctl', 'fs.file-nr = 9000\t0\t10000'],
  ['grep', '/proc/sys/fs/file-nr:9000\t0\t10000'],
  ['cat', '# cat /proc/sys/fs/file-nr\n9000\t0\t10000'],
  ['sysctl -n', '$ sysctl -n fs.file-nr\n9000 0 10000'],
])('reads %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([{ open: 9000, limit: 10_000, usedPercent: 90 }])
})

test.each([
  ['two numbers', 'fs.file-nr = 9000\t10000'],
  ['numbers without a command', 'about file-nr\n\n9000\t0\t10000'],
  ['another file', '# cat /proc/sys/fs/file-nr.bak\n9000\t0\t10000'],
  ['prose', 'file-nr shows 9000 0 10000'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
