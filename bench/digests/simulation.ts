import Database from 'better-sqlite3'
import type { Schedule } from '../../src/model/digest.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { investigationIn } from './season.ts'
import { startWorker, type Worker } from './worker.mjs'

export interface Simulated {
  readonly program: string
  readonly database: string
  /** One a channel. */
  readonly schedules: readonly Schedule[]
  /** From when to when something is asked in each channel, twice a week. */
  readonly start: number
  readonly end: number
}

const ASKED_EVERY_MS = 84 * 3_600_000

/** The digests of the compiled program, on a clock that is moved on. What they commit to be sent is what counts here. */
export class Simulation {
  readonly #parts: Simulated
  #now = 0
  #worker: Worker | undefined
  #round = (): void => {}

  private constructor(parts: Simulated) {
    this.#parts = parts
  }

  static async open(parts: Simulated): Promise<Simulation> {
    const store = openSqliteStore(parts.database)
    for (const [i, schedule] of parts.schedules.entries()) {
      const channel = `C${i}`
      await store.commit({ subscribe: { ...schedule, channel, language: 'en', setBy: 'U0MEI', setAt: parts.start } })
      for (let at = parts.start - 2 * ASKED_EVERY_MS; at < parts.end; at += ASKED_EVERY_MS)
        await store.commit({ investigation: investigationIn(channel, `${channel}-${at}`, at) })
    }
    await store.close()
    return new Simulation(parts)
  }

  /** The clock shows this, and what is to be done then is done; by a new process, when the last one was stopped. */
  async goTo(now: number): Promise<void> {
    this.#now = now
    if (this.#worker) this.#round()
    else this.#worker = await this.#begin()
    await this.#worker.decided()
  }

  async stop(): Promise<void> {
    await this.#worker?.stop()
    this.#worker = undefined
  }

  /** How many digests there are to be sent to a channel about a week. */
  posts(): ReadonlyMap<string, number> {
    const subjects = this.#read<{ subject: string }>(`SELECT subject FROM outgoing WHERE kind = 'post'`)
    const counts = new Map<string, number>()
    for (const { subject } of subjects) counts.set(subject, (counts.get(subject) ?? 0) + 1)
    return counts
  }

  /** What is noted of a week, for all channels. */
  outcomes(week: string): readonly string[] {
    return this.#read<{ outcome: string; week: string }>('SELECT outcome, week FROM digest')
      .filter((it) => it.week === week)
      .map(({ outcome }) => outcome)
  }

  async #begin(): Promise<Worker> {
    const { program, database } = this.#parts
    const after = (_: number, run: () => void) => {
      this.#round = run
      return () => {}
    }
    return startWorker({ program, database, now: () => this.#now, after })
  }

  #read<Row>(sql: string): Row[] {
    const db = new Database(this.#parts.database, { readonly: true })
    try {
      return db.prepare<[], Row>(sql).all()
    } finally {
      db.close()
    }
  }
}

/** What a digest to one of the channels is filed under. */
export function subjectOf(schedule: number, week: string): string {
  return `digest:C${schedule}:${week}`
}
