import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import { fromManifest } from '../../test/slack-double/installation.ts'
import { recordOf } from '../../test/slack-double/json.ts'
import type { Message } from '../../test/slack-double/message.ts'
import type { Person, Post } from '../../test/slack-double/person.ts'
import { type Slack, startSlack } from '../../test/slack-double/slack.ts'
import type { Channel } from '../../test/slack-double/workspace.ts'

export interface WorkplaceSettings {
  readonly channels: number
  readonly speed: number
  readonly transport?: 'socket' | 'http'
}

const PEOPLE = 10
const TICK_MS = 10
const MANIFEST = new URL('../../app-manifest.yml', import.meta.url)

/** A double of Slack with people who ask questions in many channels, and a count of the answers to each. */
export class Workplace {
  readonly slack: Slack
  readonly channels: readonly Channel[]
  readonly #people: readonly Person[]
  readonly #answers = new Map<string, number>()
  readonly #ticking: NodeJS.Timeout
  /** How many seconds pass for Slack in one of ours: its rate limits, and its retries after 60 and 300 seconds. */
  speed: number
  #read = 0
  #unanswered = 0

  private constructor(slack: Slack, { channels, speed }: WorkplaceSettings) {
    this.slack = slack
    this.speed = speed
    this.#people = Array.from({ length: PEOPLE }, (_, i) => slack.person(`person-${i}`))
    this.channels = Array.from({ length: channels }, (_, i) => slack.channel(`channel-${i}`))
    let last = performance.now()
    this.#ticking = setInterval(() => {
      const now = performance.now()
      slack.clock.advance(Math.round((now - last) * this.speed))
      last = now
    }, TICK_MS)
  }

  static async open(settings: WorkplaceSettings): Promise<Workplace> {
    const installation = fromManifest(parse(readFileSync(MANIFEST, 'utf8')))
    return new Workplace(await startSlack({ ...installation, transport: settings.transport ?? 'socket' }), settings)
  }

  /** Somebody mentions the app, which must answer that, in the channels in turn. */
  async asks(number: number, text: string, post: Post = {}): Promise<Message> {
    const person = this.#people[number % this.#people.length] as Person
    const channel = this.channels[number % this.channels.length] as Channel
    const message = await person.posts(channel, `@casebook ${text}`, post)
    this.#answers.set(keyOf(message.channel, message.ts), 0)
    this.#unanswered++
    return message
  }

  get asked(): number {
    return this.#answers.size
  }

  get unanswered(): number {
    this.#readAnswers()
    return this.#unanswered
  }

  /** What became of the events about the first questions without an answer. */
  get fate(): string[] {
    const lost = [...this.#answers].filter(([, answers]) => answers === 0).slice(0, 3)
    return lost.map(([key]) => `${key}: ${this.#deliveriesOf(key).join(', ') || 'never delivered'}`)
  }

  /** How many answers there are beyond one to each question. */
  get duplicates(): number {
    this.#readAnswers()
    return [...this.#answers.values()].reduce((sum, answers) => sum + Math.max(0, answers - 1), 0)
  }

  /** Resolves when at most so many questions wait for their answer, or after the time limit. */
  async untilUnanswered(atMost: number, limitMs: number): Promise<boolean> {
    const end = performance.now() + limitMs
    while (this.unanswered > atMost) {
      if (performance.now() > end) return false
      await sleep(TICK_MS)
    }
    return true
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    await this.slack.stop()
  }

  #deliveriesOf(key: string): string[] {
    const about = this.slack.deliveries.filter(({ payload }) => {
      const event = recordOf(payload.event)
      return keyOf(String(event.channel), String(event.ts)) === key
    })
    return about.map((it) => `${it.about} ${it.state} (${it.attempts.map(({ outcome }) => outcome).join(' ')})`)
  }

  #readAnswers(): void {
    const { outgoing } = this.slack
    for (const { kind, where, content } of outgoing.slice(this.#read)) {
      const key = keyOf(where, String(content.thread_ts))
      const before = this.#answers.get(key)
      if (kind !== 'message' || before === undefined) continue
      if (before === 0) this.#unanswered--
      this.#answers.set(key, before + 1)
    }
    this.#read = outgoing.length
  }
}

function keyOf(channel: string, ts: string): string {
  return `${channel}:${ts}`
}
