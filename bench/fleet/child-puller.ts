/** Dials all agents at once, each for a second at most. */
import { request } from 'node:https'
import type { Pulled } from './pull.ts'
import { serveCalls } from './serve-calls.mjs'
import { addressOf } from './token.ts'

interface Agents {
  readonly port: number
  readonly ca: string
  readonly count: number
}

serveCalls({
  async pull({ port, ca, count }: Agents): Promise<Pulled> {
    const started = performance.now()
    let answers = 0
    let lastMs = 0
    const askOne = async (i: number): Promise<void> => {
      if (!(await ask(i, port, ca))) return
      answers++
      lastMs = Math.round(performance.now() - started)
    }
    await Promise.all(Array.from({ length: count }, (_, i) => askOne(i)))
    return { answers, lastMs, tookMs: Math.round(performance.now() - started) }
  },
})

function ask(i: number, port: number, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({
      host: addressOf(i),
      port,
      ca,
      servername: 'casebook-agent',
      agent: false,
      signal: AbortSignal.timeout(1000),
      headers: { 'x-number': i },
    })
    call.once('response', (response) => {
      response.resume().once('end', () => resolve(true))
      response.once('error', () => resolve(false))
    })
    call.on('error', () => resolve(false))
    call.end()
  })
}
