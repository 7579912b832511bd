import { mkdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/cni.ts'
import type { Looked } from '../../../src/model/probe.ts'
import { anchoredNode } from './anchored-node.ts'

const NET = '/etc/cni/net.d'
const BIN = '/opt/cni/bin'
const PIECE = { name: NET, pool: 'local' } as const
const FLANNEL = JSON.stringify({
  name: 'cbr0',
  plugins: [
    { type: 'flannel', delegate: { isDefaultGateway: true } },
    { type: 'portmap', k8s_auth_token: 'hidden' },
  ],
})

async function lookAt(files: Record<string, string>, anchors: readonly string[] = [NET, BIN]): Promise<Looked> {
  return probe.look(anchoredNode(files, anchors), PIECE)
}

test('names a plugin that is not there', async () => {
  const { facts, notChecked } = await lookAt({
    [`${NET}/10-flannel.conflist`]: FLANNEL,
    [`${NET}/99-loopback.conf`]: '{"type":"loopback"}',
    [`${NET}/readme.txt`]: '',
    [`${BIN}/flannel`]: '',
  })
  expect(facts).toEqual([
    {
      kind: 'cni-config',
      fields: { path: NET, configs: 2, first: '10-flannel.conflist', plugins: 2, missingPlugins: 1 },
    },
    { kind: 'cni-plugin', fields: { plugin: 'flannel', present: true, toldBy: 'agent', folder: BIN } },
    { kind: 'cni-plugin', fields: { plugin: 'portmap', present: false, toldBy: 'agent', folder: BIN } },
  ])
  expect(notChecked).toEqual([])
  expect(JSON.stringify(facts)).not.toContain('hidden')
})

test('a folder without a configuration', async () => {
  const view = anchoredNode({ [`${BIN}/bridge`]: '' }, [NET, BIN])
  mkdirSync(view.anchors[0]?.at ?? '', { recursive: true })
  const { facts } = await probe.look(view, PIECE)
  expect(facts).toEqual([
    {
      kind: 'cni-config',
      fields: { path: NET, configs: 0, first: undefined, plugins: undefined, missingPlugins: undefined },
    },
  ])
})

test('where the programs cannot be seen none is called missing', async () => {
  const { facts, notChecked } = await lookAt({ [`${NET}/10-flannel.conflist`]: FLANNEL }, [NET])
  expect(facts.map(({ fields }) => [fields.plugins, fields.missingPlugins])).toEqual([[2, undefined]])
  expect(notChecked).toMatchObject([{ what: BIN, why: 'missing-right' }])
})

test('a node without the folder has no CNI, or another', async () => {
  expect(await lookAt({ '/etc/hostname': '' })).toMatchObject({
    facts: [],
    notChecked: [{ what: NET, why: 'not-here' }],
  })
})

test('a hostile configuration names no path and breaks nothing', async () => {
  const hostile = JSON.stringify({ plugins: [{ type: '../../etc/shadow' }, { type: '..' }, 7, null, { ipam: [] }] })
  const { facts } = await lookAt({ [`${NET}/10-x.conflist`]: hostile, [`${BIN}/bridge`]: '' })
  expect(facts.map(({ kind, fields }) => [kind, fields.plugins])).toEqual([['cni-config', 0]])
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      const found = await lookAt({ [`${NET}/10-x.conf`]: text, [`${BIN}/bridge`]: '' })
      expect(found.facts[0]?.fields.configs).toBe(1)
    }),
    { numRuns: 40 },
  )
})
