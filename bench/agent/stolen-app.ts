import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import { makeAuthority } from '../../test/fleet/certificates.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { processorMs } from './process-cost.ts'
import { AGENT_FLAGS } from './runner-process.ts'

const REQUESTS_A_SECOND = 10_000
const MOST_PERCENT = 5
const FRESH_SECONDS = 5
/** Costs little, so that what is measured is the asking; and each look of it tells another time. */
const PROBE = 'clock'
/** As much as the agent bears with: more ends the connection. */
const BEARABLE_A_SECOND = 15

export const stolenApp: Goal = {
  id: 'E7',
  promise: `an app that asks ${REQUESTS_A_SECOND} times a second: at most ${MOST_PERCENT} % of a processor, and no probe more than once in ${FRESH_SECONDS} s`,
  measure: (size) => both(compileProduction(), size),
  control: { without: 'the agent’s own limits', measure: () => both(withoutLimits(), 'short') },
}

/** A flood, which ends the connection again and again, and as many questions as are answered. */
async function both(program: string, size: Size): Promise<Result> {
  const seconds = size === 'full' ? 60 : 20
  const flood = await beAsked(program, REQUESTS_A_SECOND, seconds)
  const stream = await beAsked(program, BEARABLE_A_SECOND, seconds)
  return { good: flood.good && stream.good && stream.looks > 0, says: `${flood.says}; ${stream.says}` }
}

async function beAsked(program: string, perSecond: number, seconds: number): Promise<Result & { looks: number }> {
  const app = await StolenApp.start(perSecond)
  const agent = launch(program, app)
  try {
    await app.firstConnection
    const pids = [agent.pid ?? 0, ...childrenOf(agent.pid ?? 0)]
    const before = processorMs(pids)
    const started = performance.now()
    await sleep(seconds * 1000)
    const elapsedMs = performance.now() - started
    const percent = (100 * (processorMs(pids) - before)) / elapsedMs
    const mostLooks = Math.ceil(elapsedMs / 1000 / FRESH_SECONDS) + 1
    const looks = app.looks.size
    return {
      looks,
      good: percent <= MOST_PERCENT && looks <= mostLooks,
      says: `${app.sent} questions in ${seconds} s over ${app.connections} connections: ${percent.toFixed(1)} % of a processor, ${looks} looks told (at most ${mostLooks})`,
    }
  } finally {
    agent.kill('SIGKILL')
    await once(agent, 'exit')
    app.stop()
  }
}

/** Whoever has the app's key and certificate. */
class StolenApp {
  readonly ca: string
  readonly firstConnection: Promise<void>
  sent = 0
  connections = 0
  /** The times that reports told: what is told again tells the same. */
  readonly looks = new Set<string>()
  readonly #perSecond: number
  readonly #server: Server
  #connected: () => void = () => {}

  private constructor(perSecond: number) {
    this.#perSecond = perSecond
    const authority = makeAuthority()
    this.ca = authority.cert
    this.firstConnection = new Promise((resolve) => {
      this.#connected = resolve
    })
    this.#server = createServer(authority.issue(['127.0.0.1']))
    const door = new WebSocketServer({ server: this.#server, perMessageDeflate: false })
    door.on('connection', (socket) => this.#flood(socket))
  }

  static async start(perSecond: number): Promise<StolenApp> {
    const app = new StolenApp(perSecond)
    await once(app.#server.listen(0, '127.0.0.1'), 'listening')
    return app
  }

  get url(): string {
    return `wss://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #flood(socket: WebSocket): void {
    this.connections++
    this.#connected()
    socket.on('message', (text) => {
      const { type, report } = JSON.parse(String(text))
      if (type === 'report' && report.facts.length > 0) this.looks.add(JSON.stringify(report.facts))
    })
    socket.on('error', () => {})
    const everyMs = Math.max(10, 1000 / this.#perSecond)
    const atOnce = Math.round((this.#perSecond * everyMs) / 1000)
    const timer = setInterval(() => {
      for (let i = 0; i < atOnce && socket.bufferedAmount < 1 << 20; i++) {
        const question = { type: 'ask', id: `q-${this.sent++}`, probes: [PROBE], deadlineMs: 2000 }
        socket.send(JSON.stringify(question), () => {})
      }
    }, everyMs)
    socket.once('close', () => clearInterval(timer))
  }
}

function launch(program: string, { ca, url }: StolenApp): ChildProcess {
  const folder = newFolder()
  const files = { key: 'a key\n', ca }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return spawn(process.execPath, [...AGENT_FLAGS, join(program, 'dist/agent/main.js')], {
    stdio: 'ignore',
    env: {
      UV_THREADPOOL_SIZE: '1',
      CASEBOOK_AGENT_URL: url,
      CASEBOOK_AGENT_KEY_FILE: join(folder, 'key'),
      CASEBOOK_AGENT_CA_FILE: join(folder, 'ca'),
    },
  })
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return text === '' ? [] : text.split(' ').map(Number)
}

function withoutLimits(): string {
  return sabotage([
    { file: 'agent/connection/link', from: 'MOST_QUESTIONS_A_SECOND = 20;', to: 'MOST_QUESTIONS_A_SECOND = 1e9;' },
    { file: 'agent/question-desk', from: 'const FRESH_MS = 5000;', to: 'const FRESH_MS = 0;' },
    { file: 'agent/question-desk', from: 'const MOST_QUESTIONS = 4;', to: 'const MOST_QUESTIONS = 1e9;' },
  ])
}
