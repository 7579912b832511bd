import { expect, test } from 'vitest'
import brokenMount from '../../src/parsers/broken-mount.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ["ls: cannot access '/mnt/bucket': Transport endpoint is not connected", '/mnt/bucket', 'ENOTCONN'],
  ['ls: cannot access /mnt/bucket: Transport endpoint is not connected', '/mnt/bucket', 'ENOTCONN'],
  ['ls: reading directory /mnt/share: Stale file handle', '/mnt/share', 'ESTALE'],
  ["stat: cannot read file system information for '/mnt/b': Transport endpoint is not connected", '/mnt/b', 'ENOTCONN'],
  ["stat: cannot statx '/mnt/share': Stale file handle", '/mnt/share', 'ESTALE'],
  ['df: /var/lib/kubelet/pods/1c2/volumes/x: Stale file handle', '/var/lib/kubelet/pods/1c2/volumes/x', 'ESTALE'],
  ["df: '/mnt/old': Stale NFS file handle", '/mnt/old', 'ESTALE'],
  ['-bash: cd: /mnt/bucket: Transport endpoint is not connected', '/mnt/bucket', 'ENOTCONN'],
])('%s', (line, path, error) => {
  expect(fieldsIn(brokenMount, line)).toEqual([{ path, error }])
})

test.each([
  'write tcp 192.0.2.7:443: transport endpoint is not connected',
  'shutdown() failed: Transport endpoint is not connected',
  'ls: cannot access relative: Transport endpoint is not connected',
  "ls: cannot access '/mnt/x': Permission denied",
  'E0101 kubelet: lstat /var/lib/kubelet/x: transport endpoint is not connected',
])('%s: nothing', (line) => {
  expect(fieldsIn(brokenMount, line)).toEqual([])
})
