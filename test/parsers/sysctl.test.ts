import { expect, test } from 'vitest'
import sysctl from '../../src/parsers/sysctl.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('reads what sysctl prints', () => {
  const text = `# sysctl -a | grep -E 'mount-max|hostname|warnings'
fs.mount-max = 100000
kernel.hostname = node-7
kernel.hung_task_warnings = -1`
  expect(factsIn(sysctl, text)).toEqual([
    { kind: 'sysctl', fields: { name: 'fs.mount-max', value: 100_000 }, first: 1, last: 1 },
    { kind: 'sysctl', fields: { name: 'kernel.hung_task_warnings', value: -1 }, first: 3, last: 3 },
  ])
  expect(fieldsIn(sysctl, 'net.ipv4.tcp_rmem = 4096\t131072\t6291456\nuser.max_user_namespaces = 0')).toEqual([
    { name: 'net.ipv4.tcp_rmem', value: 4096 },
    { name: 'user.max_user_namespaces', value: 0 },
  ])
})

test.each([
  ['/proc/sys/fs/mount-max:100000', { name: 'fs.mount-max', value: 100_000 }],
  ['/proc/sys/net/ipv4/conf/eth0.100/mtu:1500', { name: 'net.ipv4.conf.eth0/100.mtu', value: 1500 }],
  ['# cat /proc/sys/fs/mount-max\n\n10', { name: 'fs.mount-max', value: 10 }],
  ['$ docker exec web cat /proc/sys/kernel/pid_max\n32768', { name: 'kernel.pid_max', value: 32_768 }],
  ['# cat /proc/sys/fs/file-nr\n1984\t0\t9223372036854775807', { name: 'fs.file-nr', value: 1984 }],
  ['# sysctl -n vm.max_map_count\n65530', { name: 'vm.max_map_count', value: 65_530 }],
])('understands %s', (text, fields) => {
  expect(fieldsIn(sysctl, text)).toEqual([fields])
})

test.each([
  ['configuration', 'fs.mount-max=200000'],
  ['a configuration file', '# cat /etc/sysctl.conf\nfs.mount-max = 200000'],
  ['what somebody should write', 'fs.mount-max = 200000\nto /etc/sysctl.d/99-mounts.conf, then reboot'],
  ['a hit of grep in a file', '/etc/sysctl.d/99-mounts.conf:fs.mount-max = 200000'],
  ['prose', 'fs.mount-max = 200000 should be enough'],
  ['a version', 'kernel.osrelease = 5.10.0-28-amd64'],
  ['a text', 'kernel.core_pattern = |/usr/lib/core %p'],
  ['an id', 'kernel.random.boot_id = 1f2e3d4c-0000'],
  ['an unknown root', 'app.max_connections = 100'],
  ['two files at once', '# cat /proc/sys/fs/mount-max /proc/sys/fs/nr_open\n100000\n1048576'],
  ['a write', '# echo 200000 > /proc/sys/fs/mount-max\n0'],
  ['an error below', '# cat /proc/sys/fs/mount-max\ncat: /proc/sys/fs/mount-max: No such file or directory'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(sysctl, text)).toEqual([])
})
