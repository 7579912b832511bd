import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { failing } from '../processes.ts'
import { mountHungFuse } from './hung-fuse.ts'

/** A FUSE file system whose process has ended, seen by an agent that asks those too. */
export const deadFuse: Fault = {
  name: 'dead-fuse',
  case: 'fuse-endpoint-disconnected',
  healthy: { verdict: 'undecided', why: 'the error itself says that the process had ended' },
  async make(node, undo) {
    const { folders, end, kill } = await mountHungFuse(join(SCRATCH, 'dead'), { killable: 1, unkillable: 0 })
    undo.add('unmount it', end)
    await kill()
    const [path = ''] = folders
    const error = await failing('ls', [path])
    const agent = 'lab-fuse'
    await node.connect(agent, { CASEBOOK_AGENT_REMOTE: 'true' }, undo)
    return { error, agent, proof: { fact: 'broken-mount', fields: { path, error: 'ENOTCONN' } } }
  },
}
