import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import mountTable from '../../../src/agent/probes/mount-table.ts'
import type { Looked } from '../../../src/model/probe.ts'
import { makeScratchView, type ScratchView } from '../scratch-view.ts'

const CONTAINER = '4f1c'.repeat(16)

let scratch: ScratchView
beforeEach(() => {
  scratch = makeScratchView({ contained: true })
  scratch.write('proc/sys/fs/mount-max', '100000\n')
  addProcess(2, { comm: 'kthreadd', table: table(100, 3) })
})
afterEach(() => scratch.remove())

interface Process {
  readonly comm: string
  readonly table: string | Buffer
  readonly cgroup?: string
  readonly namespace?: number
}

function addProcess(pid: number, { comm, table, cgroup = '0::/\n', namespace }: Process): void {
  scratch.write(`proc/${pid}/comm`, `${comm}\n`)
  scratch.write(`proc/${pid}/mountinfo`, table)
  scratch.write(`proc/${pid}/cgroup`, cgroup)
  if (namespace === undefined) return
  scratch.write(`proc/${pid}/ns/pid`, '')
  symlinkSync(`mnt:[${namespace}]`, join(scratch.view.proc, `${pid}/ns/mnt`))
}

/** A table of `count` mounts whose first has this id. */
function table(first: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `${first + i} 1 8:1 / /m${i} rw - ext4 /dev/sda1 rw\n`).join('')
}

function look(): Looked {
  return mountTable.look(scratch.view, { name: 'mount-table', pool: 'kernel' }) as Looked
}

test('the full table of another namespace is found and its owner named, while that of pid 1 is nearly empty', () => {
  addProcess(1, { comm: 'systemd', table: table(100, 3) })
  const cgroup = `0::/kubepods.slice/cri-containerd-${CONTAINER}.scope\n`
  addProcess(731, { comm: 'node-exporter', table: table(5000, 99_000), cgroup })
  addProcess(732, { comm: 'sh', table: table(5000, 99_000), cgroup })
  expect(look()).toEqual({
    facts: [
      {
        kind: 'mount-table',
        fields: {
          count: 99_000,
          limit: 100_000,
          usedPercent: 99,
          pid: 731,
          process: 'node-exporter',
          container: CONTAINER,
          allNamespaces: true,
        },
      },
      {
        kind: 'mount-table',
        fields: {
          count: 3,
          limit: 100_000,
          usedPercent: 0.003,
          pid: 1,
          process: 'systemd',
          container: undefined,
          allNamespaces: true,
        },
      },
    ],
    notChecked: [],
  })
})

test('a process with a root of its own does not hide how full its namespace is', () => {
  addProcess(10, { comm: 'chrooted', table: table(207, 2), namespace: 4026532001 })
  addProcess(11, { comm: 'whole', table: table(200, 9), namespace: 4026532001 })
  const { facts } = look()
  expect(facts.map(({ fields }) => [fields.count, fields.process])).toEqual([
    [9, 'whole'],
    [3, 'kthreadd'],
  ])
})

test('nothing is said of all namespaces in a procfs that does not show the node', () => {
  scratch.write('proc/2/comm', 'sh\n')
  const { facts, notChecked } = look()
  expect(facts.map(({ fields }) => fields.allNamespaces)).toEqual([undefined])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})

test('a process that ended between two looks is no process', () => {
  scratch.write('proc/900/comm', 'gone\n')
  expect(look().facts.map(({ fields }) => fields.allNamespaces)).toEqual([true])
})

test('without a limit there is no share', () => {
  scratch.write('proc/sys/fs/mount-max', 'many\n')
  expect(look().facts[0]?.fields).toMatchObject({ count: 3, limit: undefined, usedPercent: undefined })
})

test('no procfs is no fact', () => {
  const elsewhere = { ...scratch.view, proc: join(scratch.view.proc, 'nowhere') }
  expect(mountTable.look(elsewhere, { name: 'mount-table', pool: 'kernel' })).toMatchObject({
    facts: [],
    notChecked: [{ what: '/proc', why: 'not-here' }],
  })
})

test('whatever a table holds, its lines are counted', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const text = Buffer.concat([Buffer.from('300 1 '), Buffer.from(bytes)])
      scratch.write('proc/50/mountinfo', text)
      const lines = text.filter((byte) => byte === 10).length
      const counted = look().facts.find(({ fields }) => fields.pid === 50)
      expect(counted?.fields.count ?? 0).toBe(lines)
    }),
    { numRuns: 100 },
  )
})
