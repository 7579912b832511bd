/**
 * From pasted text to a ranked answer, with the library of this package: what each step costs, as a multiple of a
 * plain loop over the same bytes in the same run. `npx tsx bench/answer.ts`
 */
import { fileURLToPath } from 'node:url'
import { openCasebook } from '../src/casebook.ts'
import { cleanPaste } from '../src/matching/clean.ts'

const WARM_UP_ROUNDS = 10
const ROUNDS = 15
const casebook = await openCasebook(fileURLToPath(new URL('../knowledge', import.meta.url)))

/** What stands once in a paste, and what a log goes on with. */
const HEAD = `docker: Error response from daemon: error creating overlay mount to /var/lib/docker/overlay2/4be1/merged: no space left on device
# df -h
Filesystem      Size  Used Avail Use% Mounted on
/dev/vda1       118G   35G   79G  31% /
`
const LINES = [
  'Nov 21 05:48:06 node-7 kubelet[1680]: I1121 05:48:06.350695    1680 generic.go:191] "GenericPLEG: Relisting"',
  'Nov 21 05:48:07 node-7 kubelet[1680]: E1121 05:48:07.812344    1680 pod_workers.go:965] "Error syncing pod" podUID="0f2c"',
  'Nov 21 05:48:07 node-7 dockerd[785]: time="2026-11-21T05:48:07Z" level=info msg="ignoring event" container=4be1c09d2e7a',
  'Nov 21 05:48:08 node-7 containerd[701]: time="2026-11-21T05:48:08Z" level=warning msg="cleanup warnings" error="exit status 1"',
]

console.table([await measure('a full Slack message', 40_000), await measure('a 1 MB file', 1_000_000)])

async function measure(what: string, length: number): Promise<Record<string, string | number>> {
  const text = logOf(length)
  const bytes = Buffer.from(text)
  const steps: Record<string, number[]> = { loop: [], redact: [], clean: [], match: [] }
  for (let round = 0; round < WARM_UP_ROUNDS; round++) casebook.matcher.match((await casebook.redact(text)).text)
  for (let round = 0; round < ROUNDS; round++) {
    steps.loop?.push(await time(() => sum(bytes)))
    steps.redact?.push(await time(() => casebook.redact(text)))
    steps.clean?.push(await time(() => cleanPaste(text)))
    steps.match?.push(await time(() => casebook.matcher.match(text)))
  }
  const [loop = 1, redact = 0, clean = 0, match = 0] = Object.values(steps).map(median)
  return {
    what,
    bytes: bytes.length,
    'loop ms': round(loop),
    'redact ms': round(redact),
    'of match: clean ms': round(clean),
    'match ms': round(match),
    'all, times the loop': round((redact + match) / loop),
  }
}

/** Lines of a log with other numbers each time, so that nothing is answered from a cache of equal lines. */
function logOf(length: number): string {
  const lines = [HEAD]
  for (let size = HEAD.length, i = 0; size < length; i++) {
    const line = (LINES[i % LINES.length] ?? '')
      .replace('4be1', (i * 7919).toString(16))
      .replace('0f2c', i.toString(16))
    lines.push(line)
    size += line.length + 1
  }
  return lines.join('\n').slice(0, length)
}

function sum(bytes: Buffer): number {
  let total = 0
  for (let i = 0; i < bytes.length; i++) total += bytes[i] ?? 0
  return total
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
