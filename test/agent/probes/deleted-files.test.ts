import { closeSync, mkdirSync, openSync, symlinkSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import deletedFiles from '../../../src/agent/probes/deleted-files.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const MOUNTINFO = `20 1 8:1 / / rw - ext4 /dev/vda1 rw
30 20 0:50 / /mnt/share rw - nfs4 server:/x rw
`

test('says nothing of deleted files that it may not see, and that there are none when it saw all', async () => {
  const { facts } = await deletedFiles.look(scratchNode({ 'proc/7/fd/0': '', 'proc/7/comm': 'x\n' }), ONE_PIECE)
  expect(facts).toEqual([{ kind: 'deleted-open-files', fields: { count: 0, totalBytes: 0 } }])
})

test('does not ask a file system behind a network, and then knows no total of 0', async () => {
  const view = scratchNode({ 'proc/7/comm': 'x\n', 'proc/7/mountinfo': MOUNTINFO, 'proc/7/fdinfo/3': 'mnt_id:\t30\n' })
  mkdirSync(join(view.proc, '7/fd'))
  symlinkSync('/mnt/share/log (deleted)', join(view.proc, '7/fd/3'))
  const { facts, notChecked } = await deletedFiles.look(view, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['budget'])
})

test('leaves out memory that looks like a file, and a name that only ends so', async () => {
  const view = scratchNode({ 'proc/7/comm': 'x\n', 'proc/7/mountinfo': MOUNTINFO, 'proc/7/fdinfo/4': 'mnt_id:\t20\n' })
  mkdirSync(join(view.proc, '7/fd'))
  const named = join(view.folder, 'report (deleted)')
  writeFileSync(named, 'x')
  symlinkSync('/memfd:x (deleted)', join(view.proc, '7/fd/3'))
  symlinkSync(named, join(view.proc, '7/fd/4'))
  const { facts } = await deletedFiles.look(view, ONE_PIECE)
  expect(facts).toEqual([{ kind: 'deleted-open-files', fields: { count: 0, totalBytes: 0 } }])
})

test('finds a deleted file of our own, with what it takes', async () => {
  const path = join(scratchNode({ 'proc/x': '' }).folder, 'big.log')
  const fd = openSync(path, 'w')
  onTestFinished(() => closeSync(fd))
  writeSync(fd, Buffer.alloc(1_000_000, 'x'))
  unlinkSync(path)
  const view = { ...scratchNode({}), proc: '/proc' }
  const { facts } = await deletedFiles.look(view, ONE_PIECE)
  const mine = facts.find(({ kind, fields }) => kind === 'deleted-open-file' && fields.path === path)
  expect(mine?.fields).toMatchObject({ pid: process.pid, fd, links: 0 })
  expect(mine?.fields.sizeBytes).toBeGreaterThanOrEqual(1_000_000)
  expect(mine?.fields.sizeBytes).toBeLessThan(1_200_000)
  const totals = facts.filter(({ kind }) => kind === 'deleted-open-files')
  expect(totals[0]?.fields.totalBytes).toBeGreaterThanOrEqual(1_000_000)
  expect(totals[1]?.fields.mountpoint).toMatch(/^\//)
})
