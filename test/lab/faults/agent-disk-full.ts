import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { AGENT_DISK } from '../lab-node.ts'
import { failing, run } from '../processes.ts'

/** Not one block is left on the disk that the agent runs from. */
export const agentDiskFull: Fault = {
  name: 'agent-disk-full',
  case: 'disk-blocks-full',
  async make(_node, undo) {
    const fill = join(AGENT_DISK, 'tmp/fill')
    undo.add('remove the file', () => rmSync(fill, { force: true }))
    await run('dd', ['if=/dev/zero', `of=${fill}`, 'bs=4k'])
    const error = await failing('docker', ['save', '-o', join(AGENT_DISK, 'tmp/image.tar'), IMAGE])
    const fields = { mountpoint: AGENT_DISK, availableBytes: 0, usedPercent: 100 }
    return { error, proof: { fact: 'filesystem', fields } }
  },
}
