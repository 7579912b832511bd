import { expect, test } from 'vitest'
import parser from '../../src/parsers/transient-scopes.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  '# ls -d /sys/fs/cgroup/systemd/system.slice/run-*.scope | wc -l\n18342',
  '# ls -d /sys/fs/cgroup/devices/system.slice/run-r*.scope | wc -l\n18342',
  '# ls /sys/fs/cgroup/systemd/system.slice | grep run-r | wc -l\n18342',
  '# ls -d /sys/fs/cgroup/system.slice/run-*.scope 2>/dev/null | wc -l\n18342',
])('reads %j', (text) => {
  expect(fieldsIn(parser, text)).toEqual([{ count: 18_342 }])
})

test.each([
  ['all hierarchies at once', '# ls -d /sys/fs/cgroup/*/system.slice/run-*.scope | wc -l\n18342'],
  ['everything in the slice', '# ls /sys/fs/cgroup/systemd/system.slice | wc -l\n18342'],
  ['a missing number', '# ls -d /sys/fs/cgroup/systemd/system.slice/run-*.scope | wc -l\nls: cannot access'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
