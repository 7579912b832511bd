import { readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { kernelNumber } from '../lab-node.ts'
import { SCRATCH } from '../own-machine.ts'
import { type Started, start } from '../processes.ts'
import { until } from '../wait.ts'

/** A user whom nobody else is. */
const UID = 64_123
const AS_USER = ['--reuid', String(UID), '--regid', String(UID), '--clear-groups']

/** As many `tail -f` of one user as there may be inotify instances; the limit of every other user is untouched. */
export const inotifyUsedUp: Fault = {
  name: 'inotify-used-up',
  case: 'inotify-watches',
  async make(_node, undo) {
    const limit = kernelNumber('/proc/sys/fs/inotify/max_user_instances')
    const file = '/tmp/followed.log'
    writeFileSync(file, '')
    const follow = (log: string): Started =>
      start('setpriv', [...AS_USER, 'tail', '-f', file], join(SCRATCH, `${log}.log`))
    const tails = Array.from({ length: limit }, () => follow('tails'))
    for (const tail of tails) undo.add('end a tail', () => tail.end())
    // One that came too late for an instance goes on without: then nothing would be used up.
    await until('an instance for each tail', () => tails.every(hasInstance))
    const oneMore = follow('one-more-tail')
    undo.add('end it', () => oneMore.end())
    const error = await until('the error of tail', () => oneMore.log().includes('Too many open files') && oneMore.log())
    return { error, proof: { fact: 'inotify-user', fields: { uid: UID, instances: limit, maxInstances: limit } } }
  },
}

function hasInstance({ pid }: Started): boolean {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).some((fd) => linkOf(join(folder, fd)) === 'anon_inode:inotify')
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // It was closed meanwhile.
    return undefined
  }
}
