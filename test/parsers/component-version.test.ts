import { expect, test } from 'vitest'
import componentVersion from '../../src/parsers/component-version.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['runc version 1.1.5+ds1', { component: 'runc', version: '1.1.5+ds1', major: 1, minor: 1, patch: 5 }],
  ['runc version 1.0.0-rc93', { component: 'runc', version: '1.0.0-rc93', major: 1, minor: 0, patch: 0 }],
  ['libseccomp: 2.5.4', { component: 'libseccomp', version: '2.5.4', major: 2, minor: 5, patch: 4 }],
  [
    'containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u3',
    { component: 'containerd', version: '1.6.20~ds1', major: 1, minor: 6, patch: 20 },
  ],
  [
    'containerd containerd.io 1.4.3 269548fa27e0089a8b8278fc4fc781d7f65a939b',
    { component: 'containerd', version: '1.4.3', major: 1, minor: 4, patch: 3 },
  ],
  [
    'containerd github.com/containerd/containerd/v2 v2.0.4 1a43cb6a1035441f9aca8f5666a9b3ef9e70ab20',
    { component: 'containerd', version: '2.0.4', major: 2, minor: 0, patch: 4 },
  ],
  ['systemd 252 (252.38-1~deb12u1)', { component: 'systemd', version: '252', major: 252, minor: 0, patch: 0 }],
  ['Kubernetes v1.28.3', { component: 'kubelet', version: '1.28.3', major: 1, minor: 28, patch: 3 }],
])('reads %s', (line, fields) => {
  expect(fieldsIn(componentVersion, `# x --version\n${line}\ncommit: 1.1`)).toEqual([fields])
})

test.each([
  'we run runc version 1.1.5 everywhere',
  'ii  containerd  1.6.20~ds1-1+deb12u3  amd64',
  'Kubernetes v1.29 is out',
  'systemd 252 running in system mode',
  'spec: 1.0.2-dev',
])('reads nothing from `%s`', (line) => {
  expect(fieldsIn(componentVersion, line)).toEqual([])
})
