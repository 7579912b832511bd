import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import openFiles from '../../../src/agent/probes/open-files.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const LIMITS = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max open files            ${soft.padEnd(20)} 524288               files     
`

test('reads what the node has open, and its limit', async () => {
  const view = scratchNode({ 'proc/sys/fs/file-nr': '9000\t0\t10000\n' })
  const { facts } = await openFiles.look(view, ONE_PIECE)
  expect(facts).toEqual([{ kind: 'open-files', fields: { open: 9000, limit: 10_000, usedPercent: 90 } }])
})

test.each(['fd', 'fdinfo'])('counts what a process has open (by %s)', async (folder) => {
  const before = await countedOf(folder)
  const opened = Array.from({ length: 40 }, () => openSync('/dev/null', 'r'))
  onTestFinished(() => opened.forEach(closeSync))
  const after = await countedOf(folder)
  expect(after.open - before.open).toBeGreaterThanOrEqual(35)
  expect(after.open - before.open).toBeLessThanOrEqual(45)
  expect(after.open).toBeLessThan(200)
  expect(after).toMatchObject({ limit: 200, usedPercent: after.open / 2, process: 'leaky', allProcesses: true })
})

test('leaves out a process without a limit', async () => {
  const view = scratchNode({ 'proc/7/limits': LIMITS('unlimited'), 'proc/7/comm': 'x\n' })
  expect((await openFiles.look(view, ONE_PIECE)).facts).toEqual([])
})

test('says when a file is not what it should be', async () => {
  const view = scratchNode({ 'proc/sys/fs/file-nr': 'nonsense\n' })
  const { facts, notChecked } = await openFiles.look(view, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([['/proc/sys/fs/file-nr', 'failed']])
})

/** A process of the scratch tree whose descriptors are ours. Only the size of `fd` is their number, so that `fdinfo` must be read. */
async function countedOf(folder: string): Promise<{ open: number }> {
  const view = scratchNode({ 'proc/7/limits': LIMITS('200'), 'proc/7/comm': 'leaky\n' })
  writeFileSync(join(view.proc, '7', 'status'), 'Name:\tleaky\nFDSize:\t256\n')
  symlinkSync(`/proc/self/${folder}`, join(view.proc, '7', 'fd'))
  mkdirSync(join(view.proc, 'self'))
  const { facts } = await openFiles.look(view, ONE_PIECE)
  return facts.find(({ kind }) => kind === 'process-files')?.fields as { open: number }
}
