import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { mount, unmount } from '../own-machine.ts'
import { failing, must, run } from '../processes.ts'

/** A full /tmp of its own below containerd, where runc writes what it is to execute. */
export const tmpFull: Fault = {
  name: 'tmp-full',
  case: 'tmp-full',
  async make(_node, undo) {
    const container = (await must('docker', ['run', '-d', '--network', 'none', IMAGE, 'sleep', '1000'])).trim()
    undo.add('remove the container', () => must('docker', ['rm', '-f', container]))
    await mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/tmp')
    undo.add('unmount /tmp', () => unmount('/tmp'))
    await run('dd', ['if=/dev/zero', 'of=/tmp/fill', 'bs=4k'])
    const error = await failing('docker', ['exec', container, 'true'])
    const fields = { mountpoint: '/tmp', sizeBytes: 65_536, availableBytes: 0, usedPercent: 100 }
    return { error, proof: { fact: 'filesystem', fields } }
  },
}
