import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Fault } from '../fault.ts'
import { listenToKernel, messageWith, unlessHeard } from '../kernel-log.ts'
import { mount, SCRATCH, unmount } from '../own-machine.ts'
import { failing, must } from '../processes.ts'

/** An XFS that gives up, as its own switch for tests makes it. */
export const xfsShutDown: Fault = {
  name: 'xfs-shut-down',
  case: 'xfs-shutdown',
  healthy: { verdict: 'confirmed', why: 'the kernel log remembers it for a day' },
  async make(_node, undo) {
    const [image, folder] = [join(SCRATCH, 'xfs.img'), join(SCRATCH, 'xfs')]
    await must('truncate', ['-s', '320M', image])
    await must('mkfs.xfs', ['-q', '-f', '-K', image])
    mkdirSync(folder)
    undo.add('unmount it', () => unmount(folder))
    await mount('-o', 'loop', image, folder)
    const device = basename((await must('findmnt', ['-no', 'SOURCE', folder])).trim())
    const heard = await listenToKernel()
    await must('xfs_io', ['-x', '-c', 'shutdown', folder])
    const log = await heard(new RegExp(`XFS \\(${device}\\): .*(?:Shutting down|shut down)`))
    const write = await failing('touch', [join(folder, 'file')])
    const text = messageWith(/hutting down filesystem/, log)
    return {
      error: `${log}\n${write}`,
      proof: { fact: 'kernel-message', fields: { text }, from: 'paste' },
      complaint: unlessHeard(text),
    }
  },
}
