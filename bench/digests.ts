/**
 * What the weekly digest promises when processes are killed and frozen, when clocks change and when the app was down;
 * each promise beside a control: the same with the protection taken out, which must fail.
 *
 *     npx tsx bench/digests.ts [GOAL…] [--short]
 *
 * Exits with 1 when a goal does not hold, or when its control does. Counts hold on any machine; times are of this one.
 */
import { crashing } from './digests/crashing.ts'
import { downtime } from './digests/downtime.ts'
import { freezing } from './digests/freezing.ts'
import { killReplicas } from './digests/replicas.ts'
import { tenYears } from './digests/ten-years.ts'
import { removeBuilds } from './reliability/production.ts'
import { removeFolders } from './reliability/scratch.ts'
import { runGoals } from './run-goals.ts'

try {
  await runGoals([crashing, freezing, tenYears, downtime], process.argv.slice(2))
} finally {
  killReplicas()
  removeBuilds()
  removeFolders()
}
