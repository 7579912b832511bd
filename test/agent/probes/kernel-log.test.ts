import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/kernel-log.ts'
import type { Looked } from '../../../src/model/probe.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const UPTIME = 200_000

test('warnings of the last day, those that differ in numbers only as one', async () => {
  const { facts, notChecked } = await look([
    '4,101,190000000000,-;EXT4-fs warning (device sdb): ext4_dx_add_entry:2461: inode #12: comm a: Directory index full!',
    '4,102,190060500000,-;EXT4-fs warning (device sdb): ext4_dx_add_entry:2461: inode #14: comm a: Directory index full!\n SUBSYSTEM=block',
  ])
  expect(facts).toEqual([
    {
      kind: 'kernel-message',
      fields: {
        text: 'EXT4-fs warning (device sdb): ext4_dx_add_entry:2461: inode #14: comm a: Directory index full!',
        count: 2,
        uptimeSeconds: 190060.5,
        spanSeconds: 60.5,
      },
    },
  ])
  expect(notChecked).toEqual([])
})

test.each([
  ['older than a day', '4,7,1000000,-;EXT4-fs warning (device sdb): ext4_dx_add_entry: Directory index full!'],
  ['information', '6,7,199999000000,-;EXT4-fs (sdb): mounted filesystem with ordered data mode'],
  [
    'written by a process',
    '12,7,199999000000,-;EXT4-fs warning (device sdb): ext4_dx_add_entry: Directory index full!',
  ],
  ['no record', 'EXT4-fs warning (device sdb)'],
])('%s is left out', async (_what, record) => {
  expect((await look([record])).facts).toEqual([])
})

test('a quiet message that is a fault counts', async () => {
  const { facts } = await look(['6,9,199999000000,-;cgroup: fork rejected by pids controller in /kubepods/podx'])
  expect(facts.map(({ fields }) => fields.text)).toEqual(['cgroup: fork rejected by pids controller in /kubepods/podx'])
})

test('of too many different texts the last 200 stay', async () => {
  const names = Array.from({ length: 300 }, (_, i) => String.fromCharCode(97 + (i % 26)).repeat(1 + Math.floor(i / 26)))
  const { facts } = await look(names.map((name, i) => `4,${i},199999${String(i).padStart(6, '0')},-;warn ${name}`))
  expect(facts).toHaveLength(200)
  expect(facts.at(-1)?.fields.text).toBe(`warn ${names.at(-1)}`)
})

test('the next look reads what is new, counts it with what it knows, and forgets what is a day old by then', async () => {
  const { view, at } = nodeWith([
    '4,1,114000000000,-;EXT4-fs warning (device sdb): ext4_dx_add_entry:1: Directory index full!',
    '4,2,199000000000,-;nf_conntrack: nf_conntrack: table full, dropping packet',
  ])
  expect(counts(await probe.look(view, ONE_PIECE))).toEqual([1, 1])
  expect(counts(await probe.look(view, ONE_PIECE))).toEqual([1, 1])
  appendFileSync(at, padded('4,3,200100000000,-;nf_conntrack: nf_conntrack: table full, dropping packet'))
  writeFileSync(join(view.proc, 'uptime'), '200500.00 1.00')
  const { facts } = await probe.look(view, ONE_PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([
    {
      text: 'nf_conntrack: nf_conntrack: table full, dropping packet',
      count: 2,
      uptimeSeconds: 200100,
      spanSeconds: 1100,
    },
  ])
})

test('the device is a right that the agent lacks by default', async () => {
  const view = scratchNode({ 'proc/uptime': '1.0 1.0' }, { contained: true })
  const { facts, notChecked } = await probe.look(view, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked).toMatchObject([{ what: '/dev/kmsg', why: 'missing-right' }])
})

async function look(records: readonly string[]): Promise<Looked> {
  return probe.look(nodeWith(records).view, ONE_PIECE)
}

function nodeWith(records: readonly string[]) {
  const view = scratchNode({ 'proc/uptime': `${UPTIME}.00 1.00` }, { contained: true })
  const at = join(view.folder, 'kmsg')
  writeFileSync(at, records.map(padded).join(''))
  return { view: { ...view, anchors: [{ path: '/dev/kmsg', at }] }, at }
}

/** A regular file gives all records at once where the device gives one a read: each is padded to the size of a read. */
function padded(record: string): string {
  return `${record}\n`.padEnd(8192, ' ')
}

function counts({ facts }: Looked) {
  return facts.map(({ fields }) => fields.count)
}
