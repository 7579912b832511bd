/** Matches hostile pastes until the time is over, and prints how many there were and how long those of 100 kB took, the better of two times */
import { fileURLToPath } from 'node:url'
import { openCasebook } from '../../src/casebook.ts'
import { seededRandom } from '../synthetic-cases.ts'
import { hostilePaste } from './hostile-pastes.ts'

const [, , how, forMs = '0'] = process.argv
const LARGE = 100_000
const SMALL = 1500
/** One paste in so many is large. */
const LARGE_EVERY = 50
const WARM_UP = 200
const casebook = await openCasebook(fileURLToPath(new URL('../../knowledge', import.meta.url)))
const random = seededRandom(1)
const tookMs: number[] = []
const end = performance.now() + Number(forMs)
let pastes = 0

for (let i = 0; performance.now() < end || tookMs.length < 16; i++) {
  const isLarge = i % LARGE_EVERY === 0
  const paste = hostilePaste(isLarge ? i / LARGE_EVERY : i, isLarge ? LARGE : SMALL, random)
  const took = [time(paste), ...(isLarge ? [time(paste)] : [])]
  if (isLarge && i > WARM_UP) tookMs.push(Math.min(...took))
  pastes++
}
tookMs.sort((a, b) => a - b)
const at = (part: number): number => tookMs[Math.floor(part * tookMs.length)] ?? Number.NaN
console.log(JSON.stringify({ pastes, large: tookMs.length, medianMs: at(0.5), p99Ms: at(0.99) }))

/** Milliseconds of the processor, for others may work on the same machine. */
function time(paste: string): number {
  const before = process.cpuUsage()
  if (how === 'ours') casebook.matcher.match(paste)
  else matchByExpressions(paste)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** As matchers are often written: any words, then the words that count. */
function matchByExpressions(paste: string): boolean {
  return paste.split('\n').some((line) => /^(\S*\s*)*no space left on device$/.test(line))
}
