import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { mountHungFuse } from './hung-fuse.ts'
import { inodesGone } from './inodes-gone.ts'

const HUNG = { killable: 3, unkillable: 3 }

/** The same lack of inodes beside file systems that never answer: an agent that asks those too finds it all the same, and names each. */
export const hungMounts: Fault = {
  ...inodesGone,
  name: 'hung-mounts',
  async make(node, undo) {
    const made = await inodesGone.make(node, undo)
    const hung = await mountHungFuse(join(SCRATCH, 'hung'), HUNG)
    undo.add('let go of what hangs', hung.end)
    const agent = 'lab-remote'
    await node.connect(agent, { CASEBOOK_AGENT_REMOTE: 'true' }, undo)
    return {
      ...made,
      agent,
      complaint({ notChecked }) {
        const named = new Set(notChecked.map(({ what }) => what))
        const missed = hung.folders.filter((folder) => !named.has(folder))
        return missed.length === 0 ? undefined : `${missed.join(', ')} hang, and are not named`
      },
    }
  },
}
