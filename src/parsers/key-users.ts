import keyQuota from '../facts/key-quota.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readKeyUser } from './text/key-user.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000

/**
 * Keyring quotas, out of /proc/key-users: user, references, keys, then what counts against the quota as `used/most`, for
 * keys and for bytes. https://man7.org/linux/man-pages/man5/proc_key-users.5.html
 */
const keyUsers: Parser = {
  command: 'cat /proc/key-users',
  // The quotas of root are these by default, and root has a row on every node.
  cues: ['key-users', '/1000000 ', '/25000000'],
  sample: `    0:    18 17/17 13/1000000 265/25000000
 1000:   201 200/200 200/200 4000/20000`,
  read(lines, at) {
    const start = (lines[at] ?? '').slice(0, 1000).includes('key-users') ? at + 1 : at
    const { rows, to } = readRun(lines, start, readKeyUser)
    if (rows.length === 0) return undefined
    return { facts: rows.slice(0, MOST_ROWS).map((row) => observe(keyQuota, row.value, row.at)), from: at, to }
  },
}

export default keyUsers
