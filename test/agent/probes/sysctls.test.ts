import { linkSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import sysctls from '../../../src/agent/probes/sysctls.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const FILES = {
  'proc/sys/fs/mount-max': '100000\n',
  'proc/sys/fs/file-max': '2000000\n',
  'proc/sys/kernel/pid_max': '4194304\n',
  'proc/sys/user/max_user_namespaces': '0\n',
  'proc/sys/net/netfilter/nf_conntrack_max': '262144\n',
  'proc/1/net/dev': 'of the node\n',
}

test('reads the parameters of a node', async () => {
  const view = scratchNode(FILES)
  mkdirSync(join(view.proc, 'self/net'), { recursive: true })
  linkSync(join(view.proc, '1/net/dev'), join(view.proc, 'self/net/dev'))
  expect(await valuesOf(view)).toEqual({
    'fs.mount-max': 100_000,
    'fs.file-max': 2_000_000,
    'kernel.pid_max': 4_194_304,
    'user.max_user_namespaces': 0,
    'net.netfilter.nf_conntrack_max': 262_144,
  })
})

test('in a container it takes only what every namespace shares', async () => {
  const view = scratchNode({ ...FILES, 'proc/self/net/dev': 'of the agent\n' }, { contained: true })
  expect(Object.keys(await valuesOf(view))).toEqual(['fs.mount-max', 'fs.file-max'])
})

test('in a container of the network and the users of the node it takes theirs too', async () => {
  const view = scratchNode({ ...FILES, 'proc/self/uid_map': '0 0 4294967295\n' }, { contained: true })
  mkdirSync(join(view.proc, 'self/net'), { recursive: true })
  linkSync(join(view.proc, '1/net/dev'), join(view.proc, 'self/net/dev'))
  expect(Object.keys(await valuesOf(view))).toEqual([
    'fs.mount-max',
    'fs.file-max',
    'user.max_user_namespaces',
    'net.netfilter.nf_conntrack_max',
  ])
})

async function valuesOf(view: Parameters<typeof sysctls.look>[0]) {
  const { facts } = await sysctls.look(view, ONE_PIECE)
  return Object.fromEntries(facts.map(({ fields }) => [fields.name, fields.value]))
}
