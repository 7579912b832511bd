import type goroutines from '../../facts/goroutines.ts'
import type lock from '../../facts/lock.ts'
import { type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { askDocker, DOCKER_SOCKET } from '../docker/docker-api.ts'
import { DUMP_BYTES, GoroutineStream } from '../docker/goroutine-stream.ts'
import type { NodeView } from '../node-view.ts'

const DUMP_MS = 8_000
const GROUPS_MAX = 150
const LOCKS_MAX = 50
const SUMMARY_BYTES = 60_000

/**
 * dockerd serves its stacks also when it is not in debug mode, and when its locks are held. It stands still while it
 * writes them down: some milliseconds for a hundred goroutines.
 */
const dockerGoroutines: Probe<NodeView> = {
  summary: 'Summarises the goroutines of dockerd: where they wait, for which mutex, and who holds it.',
  yields: ['goroutines', 'lock'],
  rights: [DOCKER_SOCKET],
  deadlineMs: 10_000,
  async look(view) {
    const stream = new GoroutineStream('dockerd')
    const limits = { totalMs: DUMP_MS, maxBytes: DUMP_BYTES }
    const { ended, notChecked } = await askDocker(view, 'goroutines', limits, (chunk) => void stream.write(chunk))
    if (ended === undefined) return { facts: [], notChecked }
    const rows = [
      ...stream.locks(LOCKS_MAX, ended === 'whole').map((row) => measured<typeof lock>('lock', row)),
      ...stream.groups(GROUPS_MAX).map((row) => measured<typeof goroutines>('goroutines', row)),
    ]
    return { facts: firstBytes(rows, SUMMARY_BYTES), notChecked: ended === 'cut' ? [cutDump(stream.total)] : [] }
  },
}

export default dockerGoroutines

function firstBytes(rows: readonly Measured[], most: number): Measured[] {
  let left = most
  return rows.filter((row) => {
    left -= Buffer.byteLength(JSON.stringify(row))
    return left >= 0
  })
}

function cutDump(total: number): NotChecked {
  return {
    what: 'docker goroutines',
    why: 'budget',
    says: `the dump is larger than 60 MB: the first ${total} goroutines were read, counts are lower bounds`,
  }
}
