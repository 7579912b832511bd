import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { mount, mountImage, SCRATCH } from './own-machine.ts'
import { must, type Started, start } from './processes.ts'
import type { Undo } from './undo.ts'
import { until } from './wait.ts'

export const IMAGE = 'busybox:lab'
export const DOCKER_SOCKET = '/run/docker.sock'
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock'

export interface Docker {
  readonly containerd: Started
  readonly dockerd: Started
}

const APPLETS = ['sh', 'ls', 'df', 'mount', 'sleep', 'cat', 'echo', 'mkdir', 'rm', 'true', 'dd', 'touch', 'mkfifo']

/** containerd and dockerd of Debian at the places where a node has them, with an image made of busybox: no registry is asked. */
export async function startDocker(cgroup: string, undo: Undo): Promise<Docker> {
  await makeRoom()
  const containerd = start('containerd', [], join(SCRATCH, 'containerd.log'))
  undo.add('end containerd', () => containerd.end())
  await until('the socket of containerd', () => existsSync(CONTAINERD_SOCKET))
  const dockerd = start('dockerd', [...QUIET, '--cgroup-parent', `/${cgroup}`], join(SCRATCH, 'dockerd.log'))
  undo.add('end dockerd', () => dockerd.end(15_000))
  undo.add('remove the containers', removeContainers)
  await until('the socket of dockerd', () => existsSync(DOCKER_SOCKET))
  await makeImage()
  return { containerd, dockerd }
}

/** A network of its own has nothing to forward or to translate. */
const QUIET = [
  ...['--containerd', CONTAINERD_SOCKET, '--storage-driver', 'overlay2', '--bip', '10.77.0.1/16'],
  ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--userland-proxy=false'],
]

async function makeRoom(): Promise<void> {
  const disk = join(SCRATCH, 'disk')
  await mountImage('disk', '16G', disk, ['-N', '1000000'])
  for (const name of ['docker', 'containerd']) {
    mkdirSync(`${disk}/${name}`)
    mkdirSync(`/var/lib/${name}`, { recursive: true })
    await mount('--bind', `${disk}/${name}`, `/var/lib/${name}`)
  }
}

async function makeImage(): Promise<void> {
  const root = join(SCRATCH, 'image')
  for (const folder of ['bin', 'tmp', 'proc', 'sys', 'dev', 'etc']) mkdirSync(join(root, folder), { recursive: true })
  cpSync('/bin/busybox', join(root, 'bin/busybox'))
  for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet))
  await must('sh', ['-c', `tar -C ${root} -c . | docker import - ${IMAGE}`])
}

async function removeContainers(): Promise<void> {
  const ids = (await must('docker', ['ps', '-aq'])).split('\n').filter((id) => id !== '')
  if (ids.length > 0) await must('docker', ['rm', '-fv', ...ids])
}
