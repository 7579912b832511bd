import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import type { DigestSubscription } from '../../src/model/digest.ts'
import type { Investigation } from '../../src/model/investigation.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { fromManifest } from '../../test/slack-double/installation.ts'
import { type Slack, startSlack } from '../../test/slack-double/slack.ts'
import type { Channel } from '../../test/slack-double/workspace.ts'
import { sowFaults } from '../reliability/faults.ts'
import { newFolderInMemory } from '../reliability/scratch.ts'
import { seededRandom } from '../synthetic-cases.ts'

export interface SeasonSize {
  readonly channels: number
  readonly weeks: number
}

export interface SeasonPace extends SeasonSize {
  /** How many seconds pass in one of ours: so many that Slack's limits for a whole workspace do not count. */
  readonly speed: number
}

export interface SeasonTally {
  readonly wanted: number
  readonly posted: number
  readonly missing: number
  readonly duplicates: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const TICK_MS = 10
const LOSSES = { lostReplies: 3, serverErrors: 0, rateLimits: 0 }
const MANIFEST = new URL('../../app-manifest.yml', import.meta.url)

/** Weeks in which each of many channels asks something and wants its digest, on a double of Slack and a database. */
export class Season {
  readonly slack: Slack
  readonly database: string
  /** The file in which the time stands. */
  readonly clock: string
  readonly #channels: readonly Channel[]
  readonly #size: SeasonPace
  readonly #begin: number
  readonly #ticking: NodeJS.Timeout
  readonly #posts = new Map<string, number>()
  #read = 0

  private constructor(slack: Slack, size: SeasonPace) {
    const folder = newFolderInMemory()
    this.slack = slack
    this.database = join(folder, 'casebook.db')
    this.clock = join(folder, 'clock')
    this.#size = size
    this.#channels = Array.from({ length: size.channels }, (_, i) => slack.channel(`channel-${i}`))
    this.#begin = nextMonday(slack.clock.now())
    slack.clock.advance(this.#begin - slack.clock.now())
    this.#setClock()
    let last = performance.now()
    this.#ticking = setInterval(() => {
      const now = performance.now()
      slack.clock.advance(Math.round((now - last) * size.speed))
      last = now
    }, TICK_MS)
  }

  static async open(size: SeasonPace): Promise<Season> {
    const season = new Season(await startSlack(fromManifest(parse(readFileSync(MANIFEST, 'utf8')))), size)
    await season.#prepare()
    sowFaults(season.slack.faults, 'chat.postMessage', 4 * size.channels * size.weeks, LOSSES, seededRandom(2))
    return season
  }

  /** A week goes by after the other, each when all digests of the one before are there, or the time for it is over. */
  async goBy(limitMs: number): Promise<void> {
    const end = performance.now() + limitMs
    for (let week = 1; week <= this.#size.weeks; week++) {
      this.slack.clock.advance(this.#begin + week * WEEK_MS - this.slack.clock.now())
      this.#setClock()
      while (this.#posted() < week * this.#size.channels && performance.now() < end) await sleep(TICK_MS)
    }
  }

  /** What would come late has time to come. */
  async tally(): Promise<SeasonTally> {
    await sleep(LATECOMERS_MS)
    const wanted = this.#size.channels * this.#size.weeks
    const posted = this.#posted()
    const all = [...this.#posts.values()].reduce((sum, count) => sum + count, 0)
    return { wanted, posted, missing: wanted - posted, duplicates: all - posted }
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    await this.slack.stop()
  }

  #setClock(): void {
    writeFileSync(
      `${this.clock}.new`,
      JSON.stringify({ at: this.slack.clock.now(), real: Date.now(), speed: this.#size.speed }),
    )
    renameSync(`${this.clock}.new`, this.clock)
  }

  /** How many digests are there, each counted once. */
  #posted(): number {
    const { outgoing } = this.slack
    for (const { kind, where, content } of outgoing.slice(this.#read)) {
      const [week] = /\d{4}-W\d\d/.exec(String(content.text)) ?? []
      const key = `${where} ${week}`
      if (kind === 'message') this.#posts.set(key, (this.#posts.get(key) ?? 0) + 1)
    }
    this.#read = outgoing.length
    return this.#posts.size
  }

  async #prepare(): Promise<void> {
    const store = openSqliteStore(this.database)
    for (const [i, { id: channel }] of this.#channels.entries()) {
      // From Wednesday to Sunday: at the end of the week each is late, and none too late.
      const schedule = { weekday: 3 + (i % 5), hour: i % 24, minute: 0, timeZone: 'UTC' }
      const subscribe: DigestSubscription = { ...schedule, channel, language: 'en', setBy: 'U0MEI', setAt: this.#begin }
      await store.commit({ subscribe })
      for (let week = 0; week < this.#size.weeks; week++) {
        const dueAt = this.#begin + week * WEEK_MS + (schedule.weekday - 1) * DAY_MS + schedule.hour * HOUR_MS
        await store.commit({ investigation: investigationIn(channel, `${channel}-${week}`, dueAt - HOUR_MS) })
      }
    }
    await store.close()
  }
}

const LATECOMERS_MS = 3000

/** What makes a week worth telling. */
export function investigationIn(channel: string, id: string, openedAt: number): Investigation {
  return {
    id,
    place: { team: 'T0TEAM', channel, thread: '1.000100', message: '1.000100' },
    pastes: [{ message: '1.000100', text: 'panic: the frobnicator exploded' }],
    author: 'U0MEI',
    asked: true,
    language: 'en',
    state: 'open',
    dismissed: [],
    audience: 'thread',
    shown: undefined,
    solved: undefined,
    openedAt,
    revision: 1,
  }
}

function nextMonday(now: number): number {
  const midnight = Math.ceil(now / DAY_MS) * DAY_MS
  return midnight + ((8 - new Date(midnight).getUTCDay()) % 7) * DAY_MS
}
