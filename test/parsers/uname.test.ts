import { expect, test } from 'vitest'
import uname from '../../src/parsers/uname.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('reads the release under the command', () => {
  expect(factsIn(uname, '[root@node-7 ~]# uname -r\n\n4.19.91-26.1.al7.x86_64')).toEqual([
    { kind: 'kernel', fields: { release: '4.19.91-26.1.al7.x86_64', major: 4, minor: 19 }, first: 2, last: 2 },
  ])
})

test.each([
  ['$ uname -r; uptime\n5.10.0', '5.10.0'],
  ['$ uname -sr\nLinux 5.15.49-linuxkit', '5.15.49-linuxkit'],
  ['kernel (uname -r): 5.15.0-91-generic\nuname -r: 5.15.0-91-generic', '5.15.0-91-generic'],
  ['uname -r:6.8.0-rc1+', '6.8.0-rc1+'],
  [
    '$ uname -a\nLinux node-7 5.15.0-91-generic #101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023 x86_64 GNU/Linux',
    '5.15.0-91-generic',
  ],
  ['Linux node-7 3.10.0-1160.el7.x86_64 #1 SMP Mon Oct 19 16:18:59 UTC 2020 x86_64', '3.10.0-1160.el7.x86_64'],
  ['Linux version 4.18.0-553.el8.x86_64 (builder@host) (gcc (GCC) 8.5.0) #1 SMP', '4.18.0-553.el8.x86_64'],
  ['[    0.000000] Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP', '6.1.0-18-amd64'],
  [' Kernel Version: 5.10.0-28-amd64', '5.10.0-28-amd64'],
  [' Kernel Version:             5.14.0-427.13.1.el9_4.x86_64', '5.14.0-427.13.1.el9_4.x86_64'],
])('understands %s', (text, release) => {
  const [major, minor] = release.split('.').map(Number)
  expect(fieldsIn(uname, text)).toEqual([{ release, major, minor }])
})

test.each([
  ['a requirement', 'uname -r must be >= 4.9.0'],
  ['two releases in one', '# uname -r\n4.18.0-80/147.el8.x86_64'],
  ['two numbers', '# uname -r\n5.10'],
  ['prose under the command', 'run uname -r\nmine says 5.10.0-28-amd64'],
  ['a version of another program', '# uname -m\n5.10.0'],
  ['prose about Linux', 'needs Linux version 5.10.0 or newer'],
  ['an unknown release', ' Kernel Version: <unknown>'],
  ['a command too far away', '# uname -r\n\n\n\n5.10.0-28-amd64'],
  ['an address', '# uname -r\n192.0.2.17'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(uname, text)).toEqual([])
})
