import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { POD_VIEW, podCommand } from './pod.ts'
import { RunnerProcess } from './runner-process.ts'

const MOUNTS = 50_000
const MOST_OF_THE_AGENT = 100
const LEAST_ROOM_LOST = 100

export const mountRoom: Goal = {
  id: 'D7',
  needsMounts: true,
  promise: `on a node with ${MOUNTS} mounts the agent's container has fewer than ${MOST_OF_THE_AGENT}, counts those of the node, leaves it all of fs.mount-max but ${LEAST_ROOM_LOST}, and keeps no unmounted volume alive`,
  measure: () => withNode(MOUNTS, (node) => runAgent(node, 0)),
  control: {
    without: 'the chart’s own mounts (the root of the node twice, with propagation)',
    measure: () => withNode(2000, (node) => runAgent(node, 2)),
  },
}

/** A mount namespace whose mounts propagate, as systemd makes it; with a volume on a disk of its own. */
interface Node {
  readonly pid: number
  readonly mounts: number
  /** The name of the volume's device. */
  readonly device: string
}

/** $1: how many in all; 999 at a time, because one by one takes minutes. */
const MAKE_NODE = `
mount -t tmpfs tmpfs /mnt; mkdir /mnt/many /mnt/copies /mnt/volume
mount -t tmpfs tmpfs /mnt/many
i=0; while [ $i -lt 998 ]; do i=$((i+1)); mkdir /mnt/many/$i; mount --bind /mnt/many/$i /mnt/many/$i; done
mount --make-rprivate /mnt/many
i=0; while [ $((i * 999)) -lt $(($1 - 999)) ]; do i=$((i+1)); mkdir /mnt/copies/$i; mount --rbind /mnt/many /mnt/copies/$i; done
mount "$2" /mnt/volume
echo made; exec sleep 1000`

/** Until no more fit: by the thousand, then one by one. */
const FILL_NODE = `
i=1000; while mkdir /mnt/copies/$i && mount --rbind /mnt/many /mnt/copies/$i 2>/dev/null; do i=$((i+1)); done
i=0; while mkdir /mnt/copies/one-$i && mount --bind /mnt/many/1 /mnt/copies/one-$i 2>/dev/null; do i=$((i+1)); done
umount /mnt/volume; wc -l </proc/self/mountinfo`

async function withNode(mounts: number, measure: (node: Node) => Promise<Result>): Promise<Result> {
  const image = join(newFolder(), 'volume')
  execFileSync('truncate', ['-s', '24M', image])
  execFileSync('mkfs.ext4', ['-q', image])
  const loop = execFileSync('losetup', ['-f', '--show', image], { encoding: 'utf8' }).trim()
  const words = ['-m', '--propagation', 'shared', 'sh', '-c', MAKE_NODE, 'sh', String(mounts), loop]
  const owner = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    if (!owner.stdout || !owner.pid) throw new Error('unshare did not start')
    await once(owner.stdout, 'data')
    return await measure({ pid: owner.pid, mounts: countMounts(owner.pid), device: basename(loop) })
  } finally {
    await end(owner)
    execFileSync('losetup', ['-d', loop])
  }
}

async function runAgent(node: Node, wholeNodes: number): Promise<Result> {
  const program = compileProduction()
  const on = ['nsenter', '-m', '-t', String(node.pid)]
  const pod = await RunnerProcess.start({
    program,
    view: POD_VIEW,
    inside: podCommand({ program, on, wholeNodes }),
  })
  try {
    const { reports } = await pod.look(['mount-table'], 10_000)
    const counted = reports.flatMap(({ facts }) => facts).find(({ fields }) => fields.pid === node.pid)?.fields.count
    const own = countMounts(pod.pids[1] ?? 0)
    const room = Number(execFileSync('nsenter', [...on.slice(1), 'sh', '-c', FILL_NODE], { encoding: 'utf8' }))
    const limit = Number(readFileSync('/proc/sys/fs/mount-max', 'utf8'))
    const released = !existsSync(`/sys/fs/ext4/${node.device}`)
    return {
      good: own < MOST_OF_THE_AGENT && counted === node.mounts && room >= limit - LEAST_ROOM_LOST && released,
      says: `the agent has ${own} mounts and counts ${counted} of the node's ${node.mounts}; the node reached ${room} of ${limit}; its volume was ${released ? 'released' : 'kept alive'} when it was unmounted`,
    }
  } finally {
    await pod.leave()
  }
}

function countMounts(pid: number): number {
  return readFileSync(`/proc/${pid}/mountinfo`).filter((byte) => byte === 10).length
}

async function end(owner: ChildProcess): Promise<void> {
  owner.kill('SIGKILL')
  if (owner.exitCode === null && owner.signalCode === null) await once(owner, 'exit')
}
