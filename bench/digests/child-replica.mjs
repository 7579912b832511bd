// One of several processes on one database: waits until the file is free, says so, and works until it is killed.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWorker } from './worker.mjs'

const { clock, ...parts } = JSON.parse(process.argv[2])
const LOOK_EVERY_MS = 20
/** Another one has the file, or is just opening it. */
const WAITING = new Set(['store-in-use', 'store-busy'])
const ROUND_EVERY_MS = 50

/** The time that all of them and Slack go by. */
function now() {
  const { at, real, speed } = JSON.parse(readFileSync(clock, 'utf8'))
  return Math.round(at + (Date.now() - real) * speed)
}

function after(_millis, run) {
  const timer = setTimeout(run, ROUND_EVERY_MS)
  return () => clearTimeout(timer)
}

process.once('disconnect', () => process.exit())
for (let isWaiting = true; isWaiting; )
  try {
    await startWorker({ ...parts, now, after })
    isWaiting = false
  } catch (error) {
    if (!WAITING.has(error.code)) throw error
    await sleep(LOOK_EVERY_MS)
  }
process.send('holding')
