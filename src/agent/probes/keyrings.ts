import type keyQuota from '../../facts/key-quota.ts'
import { measured, type Probe } from '../../model/probe.ts'
import { readKeyUser } from '../../parsers/text/key-user.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { isAmongUsersOfNode } from './reading/own-namespaces.ts'

const MOST_BYTES = 256 * 1024
const WHAT = '/proc/key-users'

/** The kernel shows the users that the reader's user namespace has: https://man7.org/linux/man-pages/man7/keyrings.7.html */
const probe: Probe<NodeView> = {
  summary: 'Keys of the kernel keyring of each user, against their quota.',
  yields: ['key-quota'],
  deadlineMs: 1_000,
  look(view) {
    if (!isAmongUsersOfNode(view))
      return nothing({ what: WHAT, why: 'not-trusted', says: 'the agent has a user namespace of its own' })
    return lookOrSay(WHAT, { right: 'to read it', absent: 'the kernel has no keyrings' }, () => {
      const users = readStart(`${view.proc}/key-users`, MOST_BYTES)
        .split('\n')
        .flatMap((line) => readKeyUser(line) ?? [])
      return { facts: users.map((user) => measured<typeof keyQuota>('key-quota', user)), notChecked: [] }
    })
  },
}

export default probe
