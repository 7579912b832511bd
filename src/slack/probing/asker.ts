import { measuredFeedback } from '../../investigation/feedback.ts'
import { type Step, withQuestion } from '../../investigation/investigate.ts'
import { judgeAnswer, surveyOf } from '../../investigation/survey.ts'
import type { AskOptions, Fleet, NodeAnswer, PoolFleet } from '../../model/fleet.ts'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Measured, PoolQuestion, Question } from '../../model/question.ts'
import type { AuditEntry } from '../../model/store.ts'
import { redactAnswer, redactSurvey } from '../intake/redact-all.ts'
import { revise } from '../revise.ts'
import type { Tools } from '../tools.ts'
import { askPool } from './ask-pool.ts'
import type { Asking, Progress, Wanted, WantedOfPool } from './nodes.ts'

export interface Asker extends Asking {
  /** Ends what a crash left under way: its message would say "asking" for ever. */
  readonly recover: () => Promise<void>
  /** Settles when nothing that came is left to be written down. What nodes still have to say does not hold it up. */
  readonly idle: () => Promise<void>
  /** Ends what is under way, and says so. */
  readonly stop: () => Promise<void>
}

const NODE_DEADLINE_MS = 20_000
const POOL_DEADLINE_MS = 30_000
/** A fleet keeps its deadline; if it does not, the message must not say "asking" for ever. */
const GRACE_MS = 10_000
/** `chat.update` takes 50 a minute for all messages together. */
const PROGRESS_MS = 2500
/** Facts of one answer that are kept; of a kind that is cut nothing is concluded from what is not there. */
const MAX_FACTS = 2000

/** Puts questions to nodes, one at a time about an investigation, and shows in its message what becomes of them. */
export function startAsker(fleet: Fleet | PoolFleet, tools: () => Tools): Asker {
  const underWay = new Map<string, { readonly question: Question; progress?: Progress; shownAt: number }>()
  const writing = new Set<Promise<unknown>>()

  async function start(wanted: Wanted): Promise<'asking' | 'busy' | 'gone'> {
    const { match } = tools()
    const question = questionOf(wanted, tools())
    const also = noting(question, 'probe', probesOf(question))
    try {
      const step = await revise(wanted.investigation, (it) => withQuestion(it, question, match), also, tools())
      if (!step) return 'gone'
    } catch (error) {
      if (error instanceof KnownError && error.code === 'question-open') return 'busy'
      throw error
    }
    underWay.set(question.id, { question, shownAt: tools().now() })
    void answer(question, wanted)
    return 'asking'
  }

  async function answer(question: Question, wanted: Wanted): Promise<void> {
    const ended = await answered(question, wanted)
    if (underWay.delete(question.id)) await written(end(ended))
  }

  async function answered(question: Question, wanted: Wanted): Promise<Question> {
    try {
      const asked = 'pool' in wanted && question.of === 'pool' ? survey(question, wanted) : measure(question)
      const limit = question.of === 'pool' ? POOL_DEADLINE_MS : NODE_DEADLINE_MS
      return await withinMs(limit + GRACE_MS, asked)
    } catch (error) {
      tools().log.error({ error, question: question.id }, 'a question to a node failed')
      return failed(question, sentenceOf(error, question), tools())
    }
  }

  async function measure(question: Question): Promise<Question> {
    if (question.of !== 'node') return question
    const answer = await fleet.ask(question.node, idsOf(question), optionsFor(question, NODE_DEADLINE_MS))
    const measured = kept(await redactAnswer(answer, tools().redact))
    return { ...question, ...over(tools()), measured }
  }

  async function survey(question: PoolQuestion, { nodes, match }: WantedOfPool): Promise<Question> {
    const hear = (answer: NodeAnswer) => judgeAnswer(match, answer, question.probes, tools().kinds)
    const options = optionsFor(question, POOL_DEADLINE_MS)
    const { heard, silent } = await askPool(fleet, nodes, idsOf(question), options, hear)
    const found = await redactSurvey(surveyOf(heard, silent), tools().redact)
    return { ...question, ...over(tools()), survey: found }
  }

  function optionsFor({ id }: Question, deadlineMs: number): AskOptions {
    return { deadlineMs, onProgress: (done, of) => progress(id, { done, of }) }
  }

  function progress(id: string, now: Progress): void {
    const it = underWay.get(id)
    if (!it) return
    it.progress = now
    if (now.done >= now.of || tools().now() - it.shownAt < PROGRESS_MS) return
    it.shownAt = tools().now()
    void written(show(it.question))
  }

  /** The message with what is known of the progress, unless the question is over meanwhile. */
  async function show({ id, investigation }: Question): Promise<void> {
    const { match } = tools()
    await revise(
      investigation,
      (it) => {
        const asking = it.questions?.find((question) => question.id === id && question.state === 'asking')
        return asking && withQuestion(it, asking, match)
      },
      () => ({}),
      tools(),
    )
  }

  async function end(ended: Question): Promise<void> {
    const { match, feedback } = tools()
    const also = (before: Investigation, step: Step) => {
      const question = asKept(ended, before)
      const said = measuredFeedback(question, before, step, feedback.speaker(question.askedBy))
      return { ...noting(question, 'probed', outcomeOf(question))(before), feedback: { said, withdrawn: [] } }
    }
    await revise(ended.investigation, (it) => withQuestion(it, asKept(ended, it), match), also, tools())
  }

  /** The question, and an audit entry that says all of it: the investigation is deleted long before. */
  function noting(question: Question, action: string, how: string) {
    const at = tools().now()
    return ({ place }: Investigation) => ({ question, audit: audited(question, place.channel, { at, action, how }) })
  }

  /** What cannot be written down now stays `asking` on disk, and is ended at the next start. */
  async function written(work: Promise<unknown>): Promise<void> {
    const done = work.catch((error: unknown) => {
      tools().log.error({ error }, 'what became of a question could not be written down')
    })
    writing.add(done)
    await done.finally(() => writing.delete(done))
  }

  async function interrupt(questions: readonly Question[]): Promise<void> {
    for (const question of questions) await end({ ...question, state: 'interrupted', endedAt: tools().now() })
  }

  return {
    start,
    progressOf: (id) => underWay.get(id)?.progress,
    async recover() {
      await interrupt(await tools().store.openQuestions())
    },
    async idle() {
      while (writing.size > 0) await Promise.all(writing)
    },
    async stop() {
      const questions = [...underWay.values()].map(({ question }) => question)
      underWay.clear()
      await Promise.all(writing)
      await written(interrupt(questions))
    },
  }
}

function questionOf(wanted: Wanted, { newId, now }: Tools): Question {
  const { investigation, askedBy, probes } = wanted
  const asked = { id: newId(), investigation, askedBy, askedAt: now(), probes, state: 'asking' as const }
  if ('node' in wanted) return { ...asked, of: 'node', node: wanted.node }
  const { pool, nodes, match } = wanted
  return { ...asked, of: 'pool', pool, caseId: match.case.id, nodes: nodes.length }
}

/** Who asked may have been forgotten while nodes were answering. */
function asKept(question: Question, { questions = [] }: Investigation): Question {
  const kept = questions.find(({ id }) => id === question.id)
  return kept ? { ...question, askedBy: kept.askedBy } : question
}

function over({ now }: Tools): { state: 'answered'; endedAt: number } {
  return { state: 'answered', endedAt: now() }
}

function kept({ facts, notChecked, fault }: NodeAnswer): Measured {
  const cut = [...new Set(facts.slice(MAX_FACTS).map(({ kind }) => kind))]
  return { facts: facts.slice(0, MAX_FACTS), notChecked, cut, ...(fault !== undefined && { fault }) }
}

/** A question that failed says so, and nothing else: nothing is concluded from it. */
function failed(question: Question, fault: string, tools: Tools): Question {
  if (question.of === 'node')
    return { ...question, ...over(tools), measured: { facts: [], notChecked: [], cut: [], fault } }
  const counts = { confirmed: 0, 'ruled-out': 0, undecided: 0, silent: question.nodes }
  const silent = [{ node: question.pool, fault }]
  return { ...question, ...over(tools), survey: { counts, confirmed: [], undecided: [], silent } }
}

/** A person sees the sentence of a KnownError, or where to find the failure in the log. */
function sentenceOf(error: unknown, { id }: Question): string {
  return error instanceof KnownError ? error.message : `it failed; the log says why under ${id}`
}

function idsOf({ probes }: Question): readonly string[] {
  return probes.map(({ id }) => id)
}

const MAX_AUDITED = 2000

function audited(
  question: Question,
  channel: string,
  { at, action, how }: { readonly at: number; readonly action: string; readonly how: string },
): AuditEntry {
  const target = question.of === 'node' ? `node=${question.node}` : `pool=${question.pool} nodes=${question.nodes}`
  const object = `channel=${channel} investigation=${question.investigation} ${target} ${how}`.slice(0, MAX_AUDITED)
  return { at, actor: question.askedBy, action, object, allowed: true }
}

function probesOf(question: Question): string {
  return `probes=${idsOf(question).join(',')}`
}

/** Counts only: what a node says is no business of the audit. */
function outcomeOf(question: Question): string {
  if (question.state === 'interrupted') return 'outcome=interrupted'
  if (question.of === 'pool') {
    const { confirmed = 0, undecided = 0, silent = 0, 'ruled-out': ruledOut = 0 } = question.survey?.counts ?? {}
    return `outcome=answered confirmed=${confirmed} ruled-out=${ruledOut} undecided=${undecided} silent=${silent}`
  }
  const { facts = [], notChecked = [], fault } = question.measured ?? {}
  return `outcome=${fault === undefined ? 'answered' : 'fault'} facts=${facts.length} not-checked=${notChecked.length}`
}

async function withinMs<T>(limit: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new KnownError('late-answer', 'no answer in time')), limit)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
