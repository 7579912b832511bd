import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must } from './processes.ts'

/** The scratch folder as the lab sees it: below /run, so that no fault hides it by a mount on /tmp or /var/tmp. */
export const SCRATCH = '/run/lab'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Makes the mount and network namespace that this process is in a machine of its own, as far as an agent can tell: what
 * is written to /etc and /var/lib is forgotten with it, /run and /tmp are empty, /sys shows its network, and pid 1 is this
 * process. The first process of a machine lives outside and may hide from root: `/proc/1` is bound to `/proc/<pid>`.
 */
export async function becomeMachine(scratch: string): Promise<void> {
  await mount('-t', 'tmpfs', '-o', 'size=64m', 'run', '/run')
  mkdirSync(SCRATCH)
  await mount('--bind', scratch, SCRATCH)
  for (const folder of ['/etc', '/var/lib']) await cover(folder)
  await makeTmp()
  await showOwnNetwork()
  await mount('--bind', `/proc/${process.pid}`, '/proc/1')
}

/** https://docs.kernel.org/filesystems/overlayfs.html */
async function cover(folder: string): Promise<void> {
  const layers = join(SCRATCH, 'layers', folder)
  const [upper, work] = [join(layers, 'upper'), join(layers, 'work')]
  for (const path of [upper, work]) mkdirSync(path, { recursive: true })
  await mount('-t', 'overlay', '-o', `lowerdir=${folder},upperdir=${upper},workdir=${work}`, 'overlay', folder)
}

/** As systemd's tmp.mount makes it. This project may be below /tmp itself, and stays where it is. */
async function makeTmp(): Promise<void> {
  const project = join(SCRATCH, 'project')
  mkdirSync(project)
  await mount('--bind', ROOT, project)
  await mount('-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', '/tmp')
  if (!ROOT.startsWith('/tmp/')) return
  mkdirSync(ROOT, { recursive: true })
  await mount('--bind', project, ROOT)
}

async function showOwnNetwork(): Promise<void> {
  const sys = join(SCRATCH, 'sys')
  mkdirSync(sys)
  await mount('-t', 'sysfs', 'sysfs', sys)
  await mount('--rbind', '/sys/fs/cgroup', `${sys}/fs/cgroup`)
  await mount('--move', sys, '/sys')
  await must('ip', ['link', 'set', 'lo', 'up'])
}

/** A file of any size that takes no room before it is written to, as an ext4 file system at `at`. */
export async function mountImage(
  name: string,
  size: string,
  at: string,
  options: readonly string[] = [],
): Promise<void> {
  const image = join(SCRATCH, `${name}.img`)
  writeFileSync(image, '')
  await must('truncate', ['-s', size, image])
  await must('mkfs.ext4', ['-q', '-F', '-E', 'nodiscard', ...options, image])
  mkdirSync(at, { recursive: true })
  await mount('-o', 'loop', image, at)
}

export async function mount(...args: string[]): Promise<void> {
  await must('mount', args)
}

export async function unmount(at: string): Promise<void> {
  await must('umount', ['-l', at])
}
