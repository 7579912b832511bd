// The compiled fleet in a process of its own, without a loader in it: its memory is what a release needs. Beside it
// Slack's way in, as far as an acknowledgement needs it: a delivery is kept, then 200.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serveCalls } from './serve-calls.mjs'

const { program, folder, settings, limits } = JSON.parse(process.argv[2])
const load = (file) => import(pathToFileURL(join(program, 'dist', file)).href)
const { startFleet } = await load('fleet/server.js')
const { openSqliteStore } = await load('store/sqlite/open.js')
const { loadFolder } = await load('folder.js')

const store = openSqliteStore(join(folder, 'casebook.db'))
const kinds = await loadFolder(pathToFileURL(join(program, 'dist/facts/')))
const log = { info() {}, warn() {} }
const fleet = await startFleet({ settings, kinds, store, log, now: Date.now, limits })
const slack = createServer((request, response) => {
  store.receive({ key: request.url, about: undefined, lane: undefined, receivedAt: Date.now(), body: {} })
  response.end()
})
await once(slack.listen(0, '127.0.0.1'), 'listening')

let peakBytes = 0

serveCalls({
  ports: () => ({ agents: fleet.port, slack: slack.address().port }),
  connected: () => fleet.agents().length,
  ask,
  residentMib: () => mib(process.memoryUsage.rss()),
  startPeak: () => {
    peakBytes = process.memoryUsage.rss()
    setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
    }, 10)
    return mib(peakBytes)
  },
  peakMib: () => mib(peakBytes),
})

/** Asks all, or those that are named; when each answer came, in milliseconds since the question. */
async function ask(probe, deadlineMs, nodes = fleet.agents().map(({ node }) => node)) {
  const started = performance.now()
  const before = process.cpuUsage()
  const cameMs = []
  const { answers, silent } = await fleet.askAll(nodes, [probe], {
    deadlineMs,
    onProgress: () => cameMs.push(Math.round(performance.now() - started)),
  })
  return {
    facts: answers.reduce((sum, { facts }) => sum + facts.length, 0),
    answers: answers.length,
    silent: silent.length,
    tookMs: Math.round(performance.now() - started),
    cpuMs: Math.round((process.cpuUsage(before).user + process.cpuUsage(before).system) / 1000),
    cameMs,
  }
}

function mib(bytes) {
  return Math.round(bytes / (1 << 20))
}
