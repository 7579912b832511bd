import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/directories.ts'
import { scratchNode } from './scratch-node.ts'

const VOLUMES = { name: '/var/lib/docker/volumes', pool: 'local', task: '/var/lib/docker/volumes' } as const

test('each directory is a piece of its own, so that one that hangs costs only itself', () => {
  const pieces = probe.pieces?.(scratchNode({})) ?? []
  expect(pieces.map(({ pool }) => pool)).not.toContain('kernel')
  expect(pieces).toContainEqual(VOLUMES)
})

test('links, size and entries without . and ..', async () => {
  const view = scratchNode({ 'volumes/metadata.db': '' }, { contained: true })
  const at = join(view.folder, 'volumes')
  for (let i = 0; i < 700; i++) mkdirSync(join(at, `v${i}`))
  const { facts, notChecked } = await probe.look({ ...view, anchors: [{ path: VOLUMES.task, at }] }, VOLUMES)
  expect(facts).toMatchObject([{ kind: 'directory', fields: { path: VOLUMES.task, entries: 701, atLeast: false } }])
  expect(facts[0]?.fields.sizeBytes).toBeGreaterThan(0)
  expect(notChecked).toEqual([])
})

test('what the agent does not see is a missing right, not an empty directory', async () => {
  const view = scratchNode({}, { contained: true })
  expect(await probe.look(view, VOLUMES)).toEqual({
    facts: [],
    notChecked: [{ what: VOLUMES.task, why: 'missing-right', says: 'is not mounted into the agent' }],
  })
})

test('a directory that is gone, and a path that is none', async () => {
  const view = scratchNode({}, { contained: true })
  const file = join(view.folder, 'file')
  writeFileSync(file, '')
  const gone = { ...view, anchors: [{ path: VOLUMES.task, at: join(view.folder, 'gone') }] }
  expect(await probe.look(gone, VOLUMES)).toMatchObject({ facts: [], notChecked: [{ why: 'not-here' }] })
  const { facts } = await probe.look({ ...view, anchors: [{ path: VOLUMES.task, at: file }] }, VOLUMES)
  expect(facts).toEqual([])
})

test('a path that is not on the list is not looked at', async () => {
  const piece = { name: '/etc', pool: 'local', task: '/etc' } as const
  expect((await probe.look(scratchNode({}), piece)).facts).toEqual([])
})
