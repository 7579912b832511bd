import { expect, test } from 'vitest'
import entryCount from '../../src/parsers/entry-count.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('reads the number below the command', () => {
  expect(factsIn(entryCount, '$ sudo ls /var/lib/docker/volumes | wc -l\n\n16641\n$ uptime')).toEqual([
    { kind: 'directory', fields: { path: '/var/lib/docker/volumes', entries: 16_641 }, first: 0, last: 2 },
  ])
})

test.each([
  ['$ ls -1 -f  | wc -l', '.'],
  ['[root@node-7 volumes]# ls | wc -l', '.'],
  ['# ls -f /srv/cache/ | wc -l', '/srv/cache'],
  ['# ls -1U --color=never /srv/cache |wc -l', '/srv/cache'],
  ['ls -A cache | wc -l', 'cache'],
  ['# time ls /srv/cache 2>/dev/null | wc -l', '/srv/cache'],
  ['# find /srv/cache | wc -l', '/srv/cache'],
  ['# find /srv/cache -maxdepth 1 -mindepth 1 | wc -l', '/srv/cache'],
  ['# find . -xdev | wc -l', '.'],
])('%s', (command, path) => {
  expect(fieldsIn(entryCount, `${command}\n742831`)).toEqual([{ path, entries: 742_831 }])
})

test.each([
  ['a filter', '# ls -l -F /srv | grep / | wc -l\n61'],
  ['containers', '# docker ps -a | wc -l\n75'],
  ['a glob', '# ls /srv/* | wc -l\n61'],
  ['two directories', '# ls /srv /data | wc -l\n61'],
  ['a whole tree of ls', '# ls -R /srv | wc -l\n61'],
  ['the directory itself', '# ls -d /srv | wc -l\n1'],
  ['files of one kind', '# find /srv -type f | wc -l\n61'],
  ['files of one name', "# find /srv -name '*.log' | wc -l\n61"],
  ['two trees', '# find /srv /data | wc -l\n61'],
  ['a directory inside a container', '# docker exec web ls /srv | wc -l\n61'],
  ['words', '# ls /srv | wc\n61 61 900'],
  ['prose', 'count them with `ls /srv | wc -l` and see\n61'],
  ['an error below', '# ls /srv | wc -l\nls: cannot access /srv: No such file or directory\n0'],
  ['no output', '# ls /srv | wc -l'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(entryCount, text)).toEqual([])
})
