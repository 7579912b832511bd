import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { Site } from './site.ts'

const ALL_BACK_MS = 60_000
const ACK_MS = 1000
const ACK_EVERY_MS = 25

export const storm: Goal = {
  id: 'E3',
  promise:
    'after a restart of the app 5,000 agents are back within 60 s, and 99 % of the acknowledgements to Slack take less than 1 s meanwhile',
  measure: (size) => restart(size, true),
  control: { without: 'jitter and the line in front of the door', measure: (size) => restart(size, false) },
}

async function restart(size: Size, isGentle: boolean): Promise<Result> {
  const count = size === 'full' ? 5000 : 1000
  const limits = isGentle ? {} : { arriving: 100_000, arrivingFromOneAddress: 100_000 }
  const site = await Site.open({ tokens: count, limits })
  try {
    const half = Math.ceil(count / 2)
    await Promise.all([
      site.agents[0].call('stay', site.where, 0, half, isGentle),
      site.agents[1].call('stay', site.where, half, count, isGentle),
    ])
    await untilConnected(site, count)
    await site.app.kill()
    await site.startApp()
    const acks = acknowledge(site.slackPort)
    const backMs = await untilConnected(site, count)
    const p99Ms = percentile(await acks.stop(), 0.99)
    return {
      good: backMs <= ALL_BACK_MS && p99Ms < ACK_MS,
      says: `${count} agents back after ${(backMs / 1000).toFixed(1)} s; acknowledgements meanwhile: p99 ${p99Ms} ms of ${acks.count()}`,
    }
  } finally {
    await site.close()
  }
}

/** Since now, in milliseconds; gives up after twice the goal. */
async function untilConnected(site: Site, count: number): Promise<number> {
  const started = performance.now()
  while (performance.now() - started < 2 * ALL_BACK_MS) {
    if ((await site.app.call<number>('connected')) >= count) return Math.round(performance.now() - started)
    await sleep(50)
  }
  return Number.POSITIVE_INFINITY
}

/** Deliveries as Slack sends them, one after the other in a steady rhythm, whether or not the last one is acknowledged. */
function acknowledge(port: number) {
  const took: Promise<number>[] = []
  const timer = setInterval(() => took.push(deliver(port, took.length)), ACK_EVERY_MS)
  return {
    count: () => took.length,
    stop: () => {
      clearInterval(timer)
      return Promise.all(took)
    },
  }
}

function deliver(port: number, number: number): Promise<number> {
  const started = performance.now()
  return new Promise((resolve) => {
    const call = request({ port, host: '127.0.0.1', path: `/${port}-${number}`, method: 'POST', agent: false })
    call.once('response', (response) => {
      response.resume()
      resolve(Math.round(performance.now() - started))
    })
    call.once('error', () => resolve(Number.POSITIVE_INFINITY))
    call.end()
  })
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.POSITIVE_INFINITY
}
