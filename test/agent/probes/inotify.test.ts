import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import inotify from '../../../src/agent/probes/inotify.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const NODE_USERS = '         0          0 4294967295\n'
const LIMITS = {
  'proc/sys/fs/inotify/max_user_instances': '128\n',
  'proc/sys/fs/inotify/max_user_watches': '1000\n',
}

interface Process {
  readonly uid: number
  readonly parent?: number
  readonly users?: string
  /** Watches of each inotify descriptor, from descriptor 3 on; each list is the marks of its watches. */
  readonly instances: readonly (readonly string[])[]
}

test('counts instances and watches for each user, and names the processes that hold most', async () => {
  const { facts } = await look({
    10: { uid: 0, instances: [['ino:a'], ['ino:b', 'ino:c']] },
    20: { uid: 0, instances: [[]] },
    30: { uid: 1000, instances: [Array.from({ length: 500 }, (_, i) => `ino:${i}`)] },
  })
  expect(facts.filter(({ kind }) => kind === 'inotify-user').map(({ fields }) => fields)).toEqual([
    user({ uid: 0, instances: 3, watches: 3 }),
    user({ uid: 1000, instances: 1, watches: 500 }),
  ])
  expect(facts.find(({ kind }) => kind === 'inotify-holder')?.fields).toEqual({
    pid: 30,
    process: 'program-30',
    uid: 1000,
    instances: 1,
    watches: 500,
  })
})

test('counts an instance once that a child inherited, and the one that it opened itself', async () => {
  const { facts } = await look({
    10: { uid: 0, instances: [['ino:a']] },
    11: { uid: 0, parent: 10, instances: [['ino:a'], ['ino:d']] },
  })
  expect(facts[0]?.fields).toEqual(user({ uid: 0, instances: 2, watches: 2 }))
})

test('says that there may be more where a process has users of its own', async () => {
  const { facts } = await look({
    10: { uid: 0, instances: [['ino:a']] },
    20: { uid: 100_000, users: '0 100000 65536\n', instances: [['ino:b']] },
  })
  expect(facts[0]?.fields).toEqual({ ...user({ uid: 0, instances: 1, watches: 1 }), atLeast: true })
  expect(facts.filter(({ kind }) => kind === 'inotify-user')).toHaveLength(1)
})

test('does not take the processes of a container for those of the node', async () => {
  const view = { ...scratchNode({}), contained: true, proc: '/proc' }
  const { facts, notChecked } = await inotify.look(view, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})

function user({ uid, instances, watches }: { uid: number; instances: number; watches: number }) {
  const limits = { maxInstances: 128, maxWatches: 1000 }
  const shares = { instancesPercent: (100 * instances) / 128, watchesPercent: (100 * watches) / 1000 }
  return { uid, instances, watches, ...limits, ...shares, atLeast: false }
}

async function look(processes: Readonly<Record<number, Process>>) {
  const view = scratchNode(LIMITS)
  for (const [pid, process] of Object.entries(processes)) addProcess(join(view.proc, pid), pid, process)
  return inotify.look(view, ONE_PIECE)
}

function addProcess(folder: string, pid: string, { uid, parent = 1, users = NODE_USERS, instances }: Process): void {
  for (const name of ['fd', 'fdinfo']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'comm'), `program-${pid}\n`)
  writeFileSync(
    join(folder, 'status'),
    `Name:\tprogram-${pid}\nPPid:\t${parent}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
  )
  writeFileSync(join(folder, 'uid_map'), users)
  symlinkSync('/dev/null', join(folder, 'fd', '0'))
  instances.forEach((marks, i) => {
    const watches = marks.map((mark, wd) => `inotify wd:${wd + 1} ${mark} sdev:8 mask:800afce\n`)
    symlinkSync('anon_inode:inotify', join(folder, 'fd', String(i + 3)))
    writeFileSync(join(folder, 'fdinfo', String(i + 3)), `pos:\t0\nflags:\t02004000\n${watches.join('')}`)
  })
}
