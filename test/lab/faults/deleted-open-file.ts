import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { must, start } from '../processes.ts'
import { until } from '../wait.ts'

/** A log of 1.2 GiB that was removed while somebody writes to it. */
export const deletedOpenFile: Fault = {
  name: 'deleted-open-file',
  case: 'deleted-open-files',
  healthy: { verdict: 'undecided', why: 'other programs of this machine hold deleted files, too few to matter' },
  async make(_node, undo) {
    const file = join(SCRATCH, 'disk/huge.log')
    await must('fallocate', ['-l', '1200M', file])
    const { blocks } = statSync(file)
    const hold = 'exec 9<"$1"; rm "$1"; exec sleep 1000'
    const holder = start('sh', ['-c', hold, 'sh', file], join(SCRATCH, 'holder.log'))
    undo.add('end the holder', () => holder.end())
    const list = ['-l', `/proc/${holder.pid}/fd/9`]
    const error = await until('the deleted file', async () => {
      const listed = await must('ls', list).catch(() => '')
      return listed.includes('(deleted)') && listed
    })
    const fields = { largestPid: holder.pid, largestBytes: 512 * blocks }
    return { error, proof: { fact: 'deleted-open-files', fields } }
  },
}
