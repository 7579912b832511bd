import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CGROUPS } from '../cgroups.ts'
import { DOCKER_SOCKET, IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import type { LabNode } from '../lab-node.ts'
import { must, run } from '../processes.ts'
import type { Undo } from '../undo.ts'
import { until } from '../wait.ts'

const DIRECTORIES = 100_000
/** Of the kernel, in which a quota is counted. */
const PERIOD_US = 100_000
const DUMP = ['-s', '--unix-socket', DOCKER_SOCKET, 'http://docker/debug/pprof/goroutine?debug=2']

/**
 * dockerd deletes a volume with 100,000 directories, and holds the lock of all volumes meanwhile. That takes five seconds
 * here; with a tenth of a processor it lasts for as long as anybody needs to ask, on any machine.
 */
export const volumeWithManyFiles: Fault = {
  name: 'volume-with-many-files',
  case: 'docker-volume-many-files',
  healthy: { verdict: 'undecided', why: 'dockerd deletes nothing now; that it did not a minute ago nothing tells' },
  async make(node, undo) {
    const container = (await must('docker', ['create', '-v', '/data', IMAGE, 'true'])).trim()
    const data = (await must('docker', ['inspect', '--format', '{{(index .Mounts 0).Source}}', container])).trim()
    await must('sh', ['-c', 'cd "$1"; seq "$2" | xargs mkdir', 'sh', data, String(DIRECTORIES)])
    await checkDirectory(node, data)
    const removed = run('docker', ['rm', '-fv', container], { timeoutMs: 120_000 })
    undo.add('wait for the removal', () => removed)
    slowDown(node, undo)
    const error = await until('the removal', async () => {
      const dump = await must('curl', DUMP)
      return dump.includes('volume/local.removePath') && dump
    })
    return { error, proof: { fact: 'goroutines', fields: { blockedIn: 'unlink' } } }
  },
}

function slowDown({ docker, cgroup }: LabNode, undo: Undo): void {
  const folder = join(CGROUPS, 'cpu', cgroup, 'dockerd')
  mkdirSync(folder, { recursive: true })
  undo.add('let dockerd go on', () => writeFileSync(join(folder, 'cpu.cfs_quota_us'), '-1'))
  writeFileSync(join(folder, 'cgroup.procs'), String(docker.dockerd.pid))
  writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(PERIOD_US / 10))
}

/**
 * ext4 counts no links any more when a directory has more than 64,998 subdirectories. While the disk still writes them
 * down a look at the volume may take longer than the agent gives it, and then it says nothing of it.
 */
async function checkDirectory(node: LabNode, path: string): Promise<void> {
  const found = await until('the agent to see the volume', async () => {
    const { facts } = await node.probe('docker-volumes')
    return facts.find(({ kind, fields }) => kind === 'directory' && fields.path === path)
  })
  if (found.fields.links !== 1) throw new Error(`expected 1 link of ${path}, got ${found.fields.links}`)
}
