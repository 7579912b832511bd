import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Size } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { processorMs, pssMebibytes } from './process-cost.ts'
import { RunnerProcess } from './runner-process.ts'

const PROGRAM = '/usr/bin/prometheus-node-exporter'
const ROUNDS = { full: 20, short: 7 }
const EACH_ROUND = 5

/** What the agent costs beside Prometheus' node_exporter, on this machine and in turns, so that both have the same load. In sentences. */
export async function besideNodeExporter(size: Size): Promise<string> {
  if (!existsSync(PROGRAM))
    return `node_exporter is not here to compare with: apt-get install -y --no-install-recommends prometheus-node-exporter`
  const agent = await RunnerProcess.start({ program: compileProduction() })
  const port = await freePort()
  const exporter = spawn(PROGRAM, [`--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' })
  try {
    await untilAnswers(port)
    return await compare(agent, exporter.pid ?? 0, port, ROUNDS[size])
  } finally {
    await agent.terminate()
    await end(exporter)
  }
}

async function compare(agent: RunnerProcess, exporter: number, port: number, rounds: number): Promise<string> {
  const perSet: number[] = []
  const perScrape: number[] = []
  let bytes = 0
  await agent.look(agent.probes, 60_000, EACH_ROUND)
  for (let round = 0; round < rounds; round++) {
    const ours = processorMs(agent.pids)
    const { reports } = await agent.look(agent.probes, 60_000, EACH_ROUND)
    perSet.push((processorMs(agent.pids) - ours) / EACH_ROUND)
    if (reports.length !== agent.probes.length) throw new Error('a set was not full')
    const theirs = processorMs([exporter])
    for (let i = 0; i < EACH_ROUND; i++) bytes = await scrape(port)
    perScrape.push((processorMs([exporter]) - theirs) / EACH_ROUND)
  }
  return [
    `agent: Pss ${pssMebibytes(agent.pids).toFixed(1)} MiB in ${agent.pids.length} processes, ${describe(perSet)} a full set of ${agent.probes.length} probes`,
    `node_exporter: Pss ${pssMebibytes([exporter]).toFixed(1)} MiB, ${describe(perScrape)} a scrape (${Math.round(bytes / 1024)} KiB)`,
    `(medians of ${rounds} turns of ${EACH_ROUND} each; the agent looks when it is asked, a scrape comes every 15 s or so)`,
  ].join('\n    ')
}

function describe(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const [least = 0] = sorted
  return `${(sorted[sorted.length >> 1] ?? 0).toFixed(1)} ms of a processor (${least.toFixed(1)} to ${(sorted.at(-1) ?? 0).toFixed(1)})`
}

/** Resolves with the size of the answer. */
function scrape(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path: '/metrics', agent: false }, async (response) => {
      let bytes = 0
      for await (const chunk of response) bytes += chunk.length
      if (response.statusCode === 200) resolve(bytes)
      else reject(new Error(`node_exporter answers ${response.statusCode}`))
    })
    call.once('error', reject)
    call.end()
  })
}

async function untilAnswers(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await scrape(port)
      return
    } catch (error) {
      if (tries === 100) throw error
      await sleep(100)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function end(process: ChildProcess): Promise<void> {
  process.kill('SIGTERM')
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit')
}
