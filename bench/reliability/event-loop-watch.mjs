// Loaded into the app before it starts: writes down each time its event loop stood still.
import { appendFileSync } from 'node:fs'

const EVERY_MS = 5
const file = process.env.CASEBOOK_BENCH_PAUSES ?? ''
let last = performance.now()

setInterval(() => {
  const now = performance.now()
  const pauseMs = now - last - EVERY_MS
  last = now
  if (pauseMs > 20) appendFileSync(file, `${pauseMs}\n`)
}, EVERY_MS).unref()
