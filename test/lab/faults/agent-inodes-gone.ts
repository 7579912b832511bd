import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { AGENT_DISK } from '../lab-node.ts'
import { failing, run } from '../processes.ts'

/** Not one inode is left on the disk that the agent runs from. */
export const agentInodesGone: Fault = {
  name: 'agent-inodes-gone',
  case: 'inode-exhausted',
  async make(_node, undo) {
    const folder = join(AGENT_DISK, 'tmp/many')
    mkdirSync(folder)
    undo.add('remove the files', () => rmSync(folder, { recursive: true }))
    const { files, ffree } = statfsSync(AGENT_DISK)
    await run('sh', ['-c', 'cd "$1"; seq "$2" | xargs touch', 'sh', folder, String(ffree)])
    const error = await failing('mkdir', [join(folder, 'one-more')])
    const fields = { mountpoint: AGENT_DISK, inodes: files, inodesUsed: files, inodesFree: 0 }
    return { error, proof: { fact: 'filesystem', fields } }
  },
}
