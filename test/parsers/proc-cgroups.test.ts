import { expect, test } from 'vitest'
import parser from '../../src/parsers/proc-cgroups.ts'
import { fieldsIn } from './facts-in.ts'

const TABLE = `#subsys_name\thierarchy\tnum_cgroups\tenabled
cpuset\t2\t18\t1
memory\t4\t64734\t1
hugetlb\t0\t1\t0`

test('reads the controllers that are on', () => {
  expect(fieldsIn(parser, `# cat /proc/cgroups\n${TABLE}`)).toEqual([
    { controller: 'cpuset', count: 18 },
    { controller: 'memory', count: 64_734 },
  ])
})

test.each([
  [
    'a row that grep let through',
    '# grep memory /proc/cgroups\nmemory\t4\t64734\t1',
    { controller: 'memory', count: 64_734 },
  ],
  ['directories', '# find /sys/fs/cgroup/memory -type d | wc -l\n61', { controller: 'memory', directories: 61 }],
])('reads %s', (_what, text, row) => {
  expect(fieldsIn(parser, text)).toEqual([row])
})

test('reads table and directories of one line of commands', () => {
  const text = `# cat /proc/cgroups; find /sys/fs/cgroup/memory -type d | wc -l\n${TABLE}\n61`
  expect(fieldsIn(parser, text).at(-1)).toEqual({ controller: 'memory', directories: 61 })
})

test.each([
  ['another table', 'memory 12 99 1 2'],
  ['an unknown name', 'mymemory 4 64734 1'],
  ['a number after the table', `# cat /proc/cgroups\n${TABLE}\n61`],
  ['directories of a part', '# find /sys/fs/cgroup/memory/kubepods -type d | wc -l\n61'],
  ['prose', 'the memory 4 controllers'],
])('counts no directories and no row of %s', (_what, text) => {
  expect(fieldsIn(parser, text).filter((row) => !('count' in row) || !text.includes('#subsys'))).toEqual([])
})
