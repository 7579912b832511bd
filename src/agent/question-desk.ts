import type { NotChecked, ProbeReport } from '../model/probe.ts'
import type { ProbeRunner } from './probe-runner.ts'

/** What is left of the last look of a probe. */
interface Look {
  readonly report: Promise<ProbeReport>
  /** On the clock that `now` reads; undefined while it runs. */
  endedAt: number | undefined
}

export interface DeskOptions {
  /** Milliseconds that only go forward. */
  readonly now: () => number
  /** A report speaks for so long: nobody makes the node look again before. */
  readonly freshMs?: number
  readonly mostQuestions?: number
}

export interface Answered {
  readonly report: ProbeReport
  /** How long ago it was measured. */
  readonly ageMs: number
}

const FRESH_MS = 5000
const MOST_QUESTIONS = 4

/**
 * Where questions arrive, whoever asks and however often: a probe runs once at a time, and not again within five seconds
 * of its last report. Who asks meanwhile gets the report that comes, or the last one with its age.
 */
export class QuestionDesk {
  readonly #runner: Pick<ProbeRunner, 'probes' | 'run'>
  readonly #now: () => number
  readonly #freshMs: number
  readonly #mostQuestions: number
  readonly #looks = new Map<string, Look>()
  #questions = 0

  constructor(runner: Pick<ProbeRunner, 'probes' | 'run'>, options: DeskOptions) {
    this.#runner = runner
    this.#now = options.now
    this.#freshMs = options.freshMs ?? FRESH_MS
    this.#mostQuestions = options.mostQuestions ?? MOST_QUESTIONS
  }

  /** Hands over a report for each name, until the deadline; resolves then, or with a sentence when it refuses the question. */
  async ask(
    names: readonly string[],
    deadlineMs: number,
    onAnswer: (answered: Answered) => void,
  ): Promise<string | undefined> {
    if (this.#questions >= this.#mostQuestions) return `${this.#mostQuestions} questions are open already`
    this.#questions++
    try {
      const looks = this.#lookAt([...new Set(names)], deadlineMs)
      const late = lateness(deadlineMs)
      await Promise.all([...looks].map(async ([name, look]) => onAnswer(await this.#await(name, look, late.passed))))
      late.clear()
      return undefined
    } finally {
      this.#questions--
    }
  }

  /** One run for all that are not fresh: their order is the runner's business. */
  #lookAt(names: readonly string[], deadlineMs: number): ReadonlyMap<string, Look | undefined> {
    const stale = names.filter((name) => this.#runner.probes.has(name) && !this.#isFresh(name))
    if (stale.length > 0) this.#run(stale, deadlineMs)
    return new Map(names.map((name) => [name, this.#looks.get(name)]))
  }

  #isFresh(name: string): boolean {
    const look = this.#looks.get(name)
    return look !== undefined && (look.endedAt === undefined || this.#now() - look.endedAt < this.#freshMs)
  }

  #run(names: readonly string[], deadlineMs: number): void {
    const resolvers = new Map<string, (report: ProbeReport) => void>()
    for (const name of names) {
      const look: Look = { report: new Promise((resolve) => resolvers.set(name, resolve)), endedAt: undefined }
      this.#looks.set(name, look)
      void look.report.then(() => {
        look.endedAt = this.#now()
      })
    }
    this.#runner
      .run(names, { deadlineMs, onReport: (report) => resolvers.get(report.probe)?.(report) })
      .catch((error: Error) => {
        for (const [name, resolve] of resolvers) resolve(emptyReport(name, 'failed', error.message))
      })
  }

  async #await(name: string, look: Look | undefined, passed: Promise<'passed'>): Promise<Answered> {
    if (!look) return { report: emptyReport(name, 'not-here', 'this agent has no such probe'), ageMs: 0 }
    const report = await Promise.race([look.report, passed])
    if (report === 'passed') return { report: emptyReport(name, 'timed-out', STILL_AT_WORK), ageMs: 0 }
    return { report, ageMs: Math.max(0, Math.round(this.#now() - (look.endedAt ?? this.#now()))) }
  }
}

function lateness(limitMs: number): { passed: Promise<'passed'>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<'passed'>((resolve) => {
    // The run of this question ends with the same limit, and what it has by then is wanted.
    timer = setTimeout(() => resolve('passed'), limitMs + 50)
  })
  return { passed, clear: () => clearTimeout(timer) }
}

const STILL_AT_WORK = 'an earlier question asked for it, and is not done yet'

function emptyReport(probe: string, why: NotChecked['why'], says: string): ProbeReport {
  return { probe, tookMs: 0, facts: [], notChecked: [{ what: probe, why, says }] }
}
