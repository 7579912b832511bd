import { expect, test } from 'vitest'
import refusedUnmount from '../../src/parsers/refused-unmount.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['umount: /mnt/data: target is busy.', '/mnt/data'],
  ['Output: umount: /var/lib/kubelet/pods/1f/volumes/x：Target is busy.', '/var/lib/kubelet/pods/1f/volumes/x'],
  ['umount: /mnt/data: device is busy', '/mnt/data'],
  ['umount: /mnt/data：目标忙。', '/mnt/data'],
  [
    'error="failed to unmount target /run/containerd/x/rootfs: device or resource busy: unknown"',
    '/run/containerd/x/rootfs',
  ],
])('%s', (line, path) => {
  expect(fieldsIn(refusedUnmount, line)).toEqual([{ path }])
})

test.each([
  'remove /var/lib/docker/overlay2/1f/merged: device or resource busy',
  'the server is busy',
  'umount: relative: target is busy',
])('%s: nothing', (line) => {
  expect(fieldsIn(refusedUnmount, line)).toEqual([])
})
