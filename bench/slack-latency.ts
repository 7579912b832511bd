/**
 * From a question in Slack to the answer in Slack, in the double: the app, which keeps every step on disk, beside a
 * ten-line bot on the same Bolt that repeats what it hears. Both in processes of their own, in turns.
 *
 *     npx tsx bench/slack-latency.ts [--short]
 *
 * The ratio holds on other machines, the times do not.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppProcess, killApps } from './reliability/app-process.ts'
import { pasteOf } from './reliability/pastes.ts'
import { compileProduction, removeBuilds } from './reliability/production.ts'
import { newFolder, removeFolders } from './reliability/scratch.ts'
import { Workplace } from './reliability/workplace.ts'

interface Answerer {
  readonly place: Workplace
  readonly stop: () => Promise<unknown>
  readonly tookMs: number[]
}

const ECHO_BOT = fileURLToPath(new URL('./reliability/child-echo-bot.ts', import.meta.url))
/** So many that none gets two messages within a second, which Slack does not take. */
const SETTINGS = { channels: 300, speed: 30 }
const WARM_UP = 60
const ROUND = 20
const QUESTIONS = process.argv.includes('--short') ? 200 : 1000

async function run(): Promise<void> {
  const answerers = { casebook: await startCasebook(), 'echo bot': await startEchoBot() }
  for (let from = 0; from < WARM_UP + QUESTIONS; from += ROUND) {
    for (const answerer of Object.values(answerers)) await askRound(answerer, from)
  }
  for (const { stop, place } of Object.values(answerers)) await stop().then(() => place.close())
  const [ours, theirs] = Object.values(answerers).map(({ tookMs }) => tookMs.slice(WARM_UP).sort((a, b) => a - b))
  report('casebook', ours ?? [])
  report('echo bot', theirs ?? [])
  const ratios = [0.5, 0.99].map((part) => (at(ours ?? [], part) / at(theirs ?? [], part)).toFixed(1))
  console.log(`ratio     median ${ratios[0]}, p99 ${ratios[1]}`)
}

async function askRound({ place, tookMs }: Answerer, from: number): Promise<void> {
  for (let i = from; i < from + ROUND; i++) {
    const started = performance.now()
    await place.asks(i, pasteOf(i))
    await place.slack.until(() => place.unanswered === 0, 'an answer')
    tookMs.push(performance.now() - started)
  }
}

async function startCasebook(): Promise<Answerer> {
  const place = await Workplace.open(SETTINGS)
  const app = new AppProcess({ slack: place.slack, program: compileProduction(), folder: newFolder() })
  await app.start()
  return { place, stop: () => app.stop(), tookMs: [] }
}

async function startEchoBot(): Promise<Answerer> {
  const place = await Workplace.open(SETTINGS)
  const { slack } = place
  const env = {
    PATH: process.env.PATH,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  }
  const bot = spawn(process.execPath, ['--import', 'tsx', ECHO_BOT], { stdio: 'inherit', env })
  await slack.until(() => slack.sockets === 1, 'a socket', 30_000)
  return { place, stop: async () => bot.kill(), tookMs: [] }
}

function report(name: string, sorted: readonly number[]): void {
  console.log(
    `${name}  median ${at(sorted, 0.5).toFixed(1)} ms, p99 ${at(sorted, 0.99).toFixed(1)} ms, ${sorted.length} questions`,
  )
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(part * sorted.length)] ?? Number.NaN
}

try {
  await run()
} finally {
  killApps()
  removeBuilds()
  removeFolders()
}
