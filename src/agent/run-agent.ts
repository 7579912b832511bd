import { readFile } from 'node:fs/promises'
import type { AgentSettings } from './agent-settings.ts'
import { makeDial } from './connection/dial.ts'
import { writeHello } from './connection/frames.ts'
import { stayConnected } from './connection/stay-connected.ts'
import type { Log } from './log.ts'
import { takeLowestPriority } from './lowest-priority.ts'
import { ProbeRunner } from './probe-runner.ts'
import { QuestionDesk } from './question-desk.ts'
import { clearReady, tellReady } from './ready-file.ts'

export interface AgentOptions {
  readonly version: string
  readonly log: Log
  readonly stop: AbortSignal
}

const BEAT_MS = 20_000

/**
 * The node agent: answers what the app asks until it is told to stop, whatever becomes of the connection. Rejects with
 * a KnownError when it cannot start.
 */
export async function runAgent({ endpoint, view, readyFile }: AgentSettings, options: AgentOptions): Promise<void> {
  const { version, log, stop } = options
  if (readyFile !== undefined) clearReady(readyFile)
  const dial = makeDial(endpoint)
  await makeThreads()
  const runner = await ProbeRunner.start(view)
  takeLowestPriority()
  try {
    if (readyFile !== undefined) tellReady(readyFile)
    log('info', 'ready', { version, probes: runner.probes.size, contained: String(view.contained) })
    const desk = new QuestionDesk(runner, { now: () => performance.now() })
    const hello = writeHello(version, runner.probes.values())
    await stayConnected(dial, { hello, desk, beatMs: BEAT_MS }, log, stop)
  } finally {
    runner.stop()
    if (readyFile !== undefined) clearReady(readyFile)
  }
}

/** Looking up a name needs a thread, which is made now: later the node may have none left to give. */
async function makeThreads(): Promise<void> {
  await readFile('/proc/self/stat')
}
