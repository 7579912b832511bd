import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { mountImage, SCRATCH, unmount } from '../own-machine.ts'
import { failing } from '../processes.ts'

const INODES = 64

/** A small ext4 with few inodes, all of them used, while its blocks are free. */
export const inodesGone: Fault = {
  name: 'inodes-gone',
  case: 'inode-exhausted',
  async make(_node, undo) {
    const few = join(SCRATCH, 'few')
    await mountImage('few-inodes', '64M', few, ['-N', String(INODES)])
    undo.add('unmount it', () => unmount(few))
    const error = await failing('sh', ['-c', 'i=0; while touch "$1/$i"; do i=$((i+1)); done; exit 1', 'sh', few])
    const fields = { mountpoint: few, inodes: INODES, inodesUsed: INODES, inodesFree: 0 }
    return { error, proof: { fact: 'filesystem', fields } }
  },
}
