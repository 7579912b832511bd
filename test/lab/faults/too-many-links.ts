import type { Fault } from '../fault.ts'
import { mountImage, unmount } from '../own-machine.ts'
import { run } from '../processes.ts'

const FOLDER = '/var/tmp'
const SUBDIRECTORIES = 70_000

/** 70,000 subdirectories in an ext4 that counts links, as those are that were made without `dir_nlink`. */
export const tooManyLinks: Fault = {
  name: 'too-many-links',
  case: 'ext4-link-limit',
  healthy: {
    verdict: 'undecided',
    why: 'which directory it was is not known for certain, and ext4 has the limit still',
  },
  async make(_node, undo) {
    await mountImage('links', '256M', FOLDER, ['-O', '^dir_nlink', '-b', '1024', '-N', '80000'])
    undo.add('unmount it', () => unmount(FOLDER))
    const { output } = await run('sh', [
      '-c',
      'seq -f "$1/%.0f" "$2" | xargs mkdir 2>&1 | head -n 3',
      'sh',
      FOLDER,
      String(SUBDIRECTORIES),
    ])
    return { error: output, proof: { fact: 'directory', fields: { path: FOLDER, links: 65_000 } } }
  },
}
