import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { SCRATCH, unmount } from '../own-machine.ts'
import { failing, must } from '../processes.ts'
import { setSysctl } from '../sysctl.ts'

const MOUNTS = 600

/** `fs.mount-max` at the number of mounts that the namespace of dockerd has. Every other namespace of the machine has less and notices nothing. */
export const mountMaxReached: Fault = {
  name: 'mount-max-reached',
  case: 'mount-max-exhausted',
  async make(_node, undo) {
    const folder = join(SCRATCH, 'mounts')
    undo.add('unmount the mounts', () => unmount(folder))
    await must('sh', ['-c', MAKE_MOUNTS, 'sh', folder, String(MOUNTS)])
    const count = readFileSync('/proc/self/mountinfo', 'utf8').trimEnd().split('\n').length
    setSysctl('fs/mount-max', count, undo)
    const error = await failing('docker', ['run', '--rm', '--network', 'none', IMAGE, 'true'])
    return { error, proof: { fact: 'mount-table', fields: { count, limit: count, pid: 1 } } }
  },
}

const MAKE_MOUNTS = `
mkdir "$1"; mount -t tmpfs tmpfs "$1"; mount --make-private "$1"; cd "$1"
i=0; while [ $i -lt "$2" ]; do i=$((i+1)); mkdir $i; mount --bind $i $i; done`
