/**
 * What the fleet promises when there are many agents, when they all come back at once, and when one of them lies; each
 * promise beside a control: the same with the protection taken out, which must fail. App, API server and agents are
 * processes of their own over real TLS, on loopback only.
 *
 *     npx tsx bench/fleet.ts [GOAL…] [--short]
 *
 * Exits with 1 when a goal does not hold, or when its control does. Needs 12,000 file descriptors (`ulimit -n`), and
 * strace for E5. All processes share the machine: times are upper bounds.
 */
import { killChildren } from './fleet/child.ts'
import { connected } from './fleet/connected.ts'
import { credentials } from './fleet/credentials.ts'
import { fanOut } from './fleet/fan-out.ts'
import { hostile } from './fleet/hostile.ts'
import { names } from './fleet/names.ts'
import { storm } from './fleet/storm.ts'
import { removeBuilds } from './reliability/production.ts'
import { removeFolders } from './reliability/scratch.ts'
import { runGoals } from './run-goals.ts'

try {
  await runGoals([fanOut, connected, storm, credentials, names, hostile], process.argv.slice(2))
} finally {
  await killChildren()
  removeBuilds()
  removeFolders()
}
