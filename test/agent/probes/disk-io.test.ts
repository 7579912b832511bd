import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/disk-io.ts'
import type { Fields } from '../../../src/model/fact.ts'
import type { Looked } from '../../../src/model/probe.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const BEFORE = ` 254       0 vda 1000 10 80000 500 2000 20 160000 4000 0 4294967200 5000 0 0 0 0 9 9
 254       1 vda1 900 10 70000 400 1900 20 150000 3900 0 4294967200 5000
   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
 253       3 dm-3 5000 0 1 1 1 1 1 1 1 1 1`

/** 10 reads in 20 ms, 90 writes in 4,500 ms, busy over the end of 32 bits. */
const AFTER = ` 254       0 vda 1010 10 80160 520 2090 20 168192 8500 3 154 7500 0 0 0 0 9 9
 254       1 vda1 910 10 70080 410 1990 20 158192 8400 0 154 7500
   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
 253       3 dm-3 5 0 1 1 1 1 1 1 1 1 1
 253       4 dm-4 5 0 1 1 1 1 1 1 1 1 1`

test('what passed between two readings, for whole devices that did something', async () => {
  const { facts } = await watch(BEFORE, AFTER, { 'sys/block/vda': '', 'sys/block/loop0': '', 'sys/block/dm-3': '' })
  expect(facts).toHaveLength(1)
  const fields: Fields = facts[0]?.fields ?? {}
  expect(fields).toMatchObject({ device: 'vda', awaitMs: 50, sinceBoot: false })
  expect(fields.readsPerSecond).toBeGreaterThan(5)
  expect(fields.readsPerSecond).toBeLessThanOrEqual(20)
  expect(Number(fields.writesPerSecond) / Number(fields.readsPerSecond)).toBeCloseTo(9, 1)
  expect(Number(fields.writeBytesPerSecond) / Number(fields.readBytesPerSecond)).toBeCloseTo(51.2, 0)
  expect(Number(fields.queueLength) / Number(fields.utilPercent)).toBeCloseTo(2500 / 250 / 100, 2)
})

test('a device that finishes nothing has no wait, not one of 0 ms', async () => {
  const hung = BEFORE.replace('4294967200 5000', '4294967500 5300')
  const { facts } = await watch(BEFORE, hung, {})
  const vda = facts.find(({ fields }) => fields.device === 'vda')
  expect(vda?.fields.awaitMs).toBeUndefined()
  expect(vda?.fields.writesPerSecond).toBe(0)
  expect(vda?.fields.utilPercent).toBeGreaterThan(10)
})

test('no statistics, no facts', async () => {
  const { facts, notChecked } = await probe.look(scratchNode({ 'proc/version': '' }), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-here'])
})

async function watch(before: string, after: string, more: Record<string, string>): Promise<Looked> {
  const view = scratchNode({ 'proc/diskstats': before, ...more })
  const looked = probe.look(view, ONE_PIECE)
  writeFileSync(join(view.proc, 'diskstats'), after)
  return looked
}
