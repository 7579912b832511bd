import { expect, test } from 'vitest'
import osRelease from '../../src/parsers/os-release.ts'
import { fieldsIn } from './facts-in.ts'

test('the whole file, also when the cue is not its first line', () => {
  const text = `$ cat /etc/os-release
NAME="CentOS Linux"
VERSION="7 (Core)"
ID="centos"
VERSION_ID="7"
PRETTY_NAME="CentOS Linux 7 (Core)"
ANSI_COLOR="0;31"`
  expect(fieldsIn(osRelease, text)).toEqual([
    { distribution: 'centos', versionId: '7', prettyName: 'CentOS Linux 7 (Core)' },
  ])
})

test.each([
  ['no ID', 'PRETTY_NAME="web"\nVERSION_ID="3"'],
  ['an ID that is none', 'ID="My Shop"\nPRETTY_NAME="web"'],
  ['prose', 'set PRETTY_NAME= in the file'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(osRelease, text)).toEqual([])
})
