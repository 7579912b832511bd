import { expect, test } from 'vitest'
import containerdConfig from '../../src/parsers/containerd-config.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['docker’s package', 'disabled_plugins = ["cri"]', true],
  [
    'a later name among others',
    'disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.grpc.v1.cri"]',
    true,
  ],
  ['version 3', "disabled_plugins = ['io.containerd.cri.v1.runtime']", true],
  ['grep with a name', '/etc/containerd/config.toml:disabled_plugins = []', false],
  ['another plugin', 'disabled_plugins = ["btrfs"]', false],
])('reads %s', (_what, line, criDisabled) => {
  expect(fieldsIn(containerdConfig, `# grep disabled_plugins /etc/containerd/config.toml\n${line}`)).toEqual([
    { criDisabled },
  ])
})

test.each([
  ['a comment', '#disabled_plugins = ["cri"]'],
  ['prose', 'cri is in disabled_plugins = ["cri"] of the package'],
  ['a list of several lines', 'disabled_plugins = [\n  "cri",\n]'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(containerdConfig, text)).toEqual([])
})
