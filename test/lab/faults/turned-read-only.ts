import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Fault } from '../fault.ts'
import { listenToKernel } from '../kernel-log.ts'
import { mountImage, SCRATCH, unmount } from '../own-machine.ts'
import { failing, must } from '../processes.ts'

/** An ext4 that finds an error in itself, as the kernel's own switch for tests makes it. */
export const turnedReadOnly: Fault = {
  name: 'turned-read-only',
  case: 'readonly-fs',
  async make(_node, undo) {
    const fragile = join(SCRATCH, 'fragile')
    await mountImage('fragile', '64M', fragile, ['-e', 'remount-ro'])
    undo.add('unmount it', () => unmount(fragile))
    const device = basename((await must('findmnt', ['-no', 'SOURCE', fragile])).trim())
    const heard = await listenToKernel()
    writeFileSync(`/sys/fs/ext4/${device}/trigger_fs_error`, 'made by the lab')
    const log = await heard(new RegExp(device))
    const write = await failing('sh', ['-c', 'echo > "$1/file"', 'sh', fragile])
    const fields = { mountpoint: fragile, fsType: 'ext4', turnedReadOnly: true }
    return { error: `${log}\n${write}`, proof: { fact: 'mount', fields } }
  },
}
