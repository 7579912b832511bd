import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { mount, unmount } from '../own-machine.ts'
import { failing, run } from '../processes.ts'

/** A small /dev/shm that is full. */
export const shmFull: Fault = {
  name: 'shm-full',
  case: 'shm-full',
  healthy: {
    verdict: 'undecided',
    why: 'an agent tells of all file systems, and the case wants each of them to be a large /dev/shm',
  },
  async make(_node, undo) {
    await mount('-t', 'tmpfs', '-o', 'size=1m', 'shm', '/dev/shm')
    undo.add('unmount it', () => unmount('/dev/shm'))
    await run('dd', ['if=/dev/zero', 'of=/dev/shm/fill', 'bs=4k'])
    const error = await failing('docker', ['save', '-o', '/dev/shm/image.tar', IMAGE])
    const fields = { mountpoint: '/dev/shm', sizeBytes: 1_048_576, availableBytes: 0, usedPercent: 100 }
    return { error, proof: { fact: 'filesystem', fields } }
  },
}
