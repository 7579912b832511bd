import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ProbeRunner } from '../../src/agent/probe-runner.ts'
import { type Answered, QuestionDesk } from '../../src/agent/question-desk.ts'
import { makeScratchView, type ScratchView } from './scratch-view.ts'

let scratch: ScratchView
let runner: ProbeRunner
let now = 0
let desk: QuestionDesk
beforeAll(async () => {
  scratch = makeScratchView()
  runner = await ProbeRunner.start(scratch.view, new URL('./strange-probes/', import.meta.url))
}, 60_000)
afterAll(() => {
  runner.stop()
  scratch.remove()
})
beforeEach(() => {
  now = 0
  desk = new QuestionDesk(runner, { now: () => now, mostQuestions: 3 })
})

async function ask(names: readonly string[], deadlineMs = 10_000): Promise<Answered[]> {
  const answers: Answered[] = []
  await desk.ask(names, deadlineMs, (answered) => answers.push(answered))
  return answers
}

/** When the probe looked. */
async function stamp(): Promise<number> {
  const [answered] = await ask(['stamp'])
  return Number(answered?.report.facts[0]?.fields.epochSeconds)
}

test('a probe looks once in five seconds, and who asks meanwhile is told the age of what was seen', async () => {
  const first = await stamp()
  now = 4999
  const [again] = await ask(['stamp'])
  expect(again?.report.facts[0]?.fields.epochSeconds).toBe(first)
  expect(again?.ageMs).toBe(4999)
  now = 5001
  expect(await stamp()).toBeGreaterThan(first)
})

test('questions that come while a probe looks get the same report', async () => {
  const stamps = await Promise.all([stamp(), stamp(), stamp()])
  expect(new Set(stamps).size).toBe(1)
})

test('a name twice in a question is one probe, and one that is not there is said to be so', async () => {
  const answers = await ask(['quick', 'quick', 'rm-rf'])
  expect(answers.map(({ report }) => report.probe).sort()).toEqual(['quick', 'rm-rf'])
  expect(answers.find(({ report }) => report.probe === 'rm-rf')?.report.notChecked).toEqual([
    { what: 'rm-rf', why: 'not-here', says: 'this agent has no such probe' },
  ])
})

test('who joins a look with less time than it takes hears so in time', async () => {
  const patient = ask(['slow'])
  const [hasty] = await ask(['slow'], 50)
  expect(hasty?.report.notChecked[0]?.why).toBe('timed-out')
  expect((await patient)[0]?.report.facts).toHaveLength(1)
})

test('more questions at once than allowed are refused', async () => {
  const open = [1, 2, 3].map(() => desk.ask(['slow'], 10_000, () => {}))
  expect(await desk.ask(['quick'], 10_000, () => {})).toBe('3 questions are open already')
  expect(await Promise.all(open)).toEqual([undefined, undefined, undefined])
  expect(await desk.ask(['quick'], 10_000, () => {})).toBeUndefined()
})
