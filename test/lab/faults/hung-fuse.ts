import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('./hung-fuse-server.ts', import.meta.url))

export interface HungMounts {
  readonly folders: readonly string[]
  /** Ends the server, as a FUSE process ends that is killed: nothing hangs any more, and every question is refused. */
  readonly kill: () => Promise<void>
  /** Lets go of everything that hangs, and unmounts. */
  readonly end: () => Promise<void>
}

/** Mounts file systems below `parent` that never answer. Needs root; make a mount namespace first (`unshare -m --propagation private`). */
export async function mountHungFuse(
  parent: string,
  counts: { killable: number; unkillable: number },
): Promise<HungMounts> {
  const mounts = [...namesOf('killable', counts.killable), ...namesOf('unkillable', counts.unkillable)].map(
    ({ kind, name }) => ({ kind, folder: join(parent, name) }),
  )
  for (const { folder } of mounts) mkdirSync(folder, { recursive: true })
  const folders = mounts.map(({ folder }) => folder)
  const server = fork(
    SERVER,
    mounts.map(({ kind, folder }) => `${kind}:${folder}`),
    { execArgv: ['--import', 'tsx'] },
  )
  await Promise.race([
    once(server, 'message'),
    once(server, 'exit').then(() => Promise.reject(new Error('no FUSE here'))),
  ])
  return { folders, kill: () => kill(server), end: () => letGo(server, folders) }
}

function namesOf(kind: string, count: number): { kind: string; name: string }[] {
  return Array.from({ length: count }, (_, i) => ({ kind, name: `${kind}-${i}` }))
}

/** The kernel ends a connection when its last descriptor closes, and with it every wait. */
async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGKILL')
  await once(server, 'exit')
}

async function letGo(server: ChildProcess, folders: readonly string[]): Promise<void> {
  await kill(server)
  for (const folder of folders) {
    spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}
