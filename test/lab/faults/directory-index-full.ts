import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { listenToKernel, messageWith, unlessHeard } from '../kernel-log.ts'
import { mountImage, SCRATCH, unmount } from '../own-machine.ts'
import { run } from '../processes.ts'

const FILES = 100_000

/** So many long names in one directory of an ext4 with small blocks that its index has no room, while blocks and inodes are free. */
export const directoryIndexFull: Fault = {
  name: 'directory-index-full',
  case: 'ext4-dir-index-full',
  healthy: { verdict: 'confirmed', why: 'the kernel log remembers it for a day' },
  async make(_node, undo) {
    const disk = join(SCRATCH, 'index')
    await mountImage('index', '256M', disk, ['-b', '1024', '-N', String(2 * FILES)])
    undo.add('unmount it', () => unmount(disk))
    const folder = join(disk, 'names')
    mkdirSync(folder)
    const heard = await listenToKernel()
    const fill = 'cd "$1"; seq -f "%0250.0f" "$2" | xargs -n 2000 sh -c \'touch "$@" || exit 255\' sh'
    await run('sh', ['-c', fill, 'sh', folder, String(FILES)])
    const error = await heard(/ndex full|htree|large_dir|Large directory/)
    const text = messageWith(/ndex full|htree/, error)
    return {
      error,
      proof: { fact: 'kernel-message', fields: { text }, from: 'paste' },
      complaint: unlessHeard(text),
    }
  },
}
