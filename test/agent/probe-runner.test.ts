import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ProbeRunner } from '../../src/agent/probe-runner.ts'
import type { ProbeReport } from '../../src/model/probe.ts'
import { makeScratchView, type ScratchView } from './scratch-view.ts'

/** Children compile what they load. */
const START_MS = 60_000
const STRANGE = new URL('./strange-probes/', import.meta.url)

let scratch: ScratchView
let runner: ProbeRunner
beforeEach(async () => {
  scratch = makeScratchView()
  execFileSync('mkfifo', [join(scratch.view.sys, 'pipe')])
  scratch.write('proc/self/mountinfo', 'one table\n')
  runner = await ProbeRunner.start(scratch.view, STRANGE)
}, START_MS)
afterEach(() => {
  runner.stop()
  scratch.remove()
})

async function look(id: string, deadlineMs = 10_000): Promise<ProbeReport & { ms: number }> {
  const start = performance.now()
  const [report] = await runner.run([id], { deadlineMs })
  if (!report) throw new Error('there is no report')
  return { ...report, ms: performance.now() - start }
}

function timesAsked(): number {
  return readFileSync(join(scratch.view.sys, 'asked')).length
}

describe('a probe', () => {
  test('gives its facts, and its report comes as soon as it is done', async () => {
    const seen: string[] = []
    const reports = await runner.run(['slow', 'quick'], {
      deadlineMs: 10_000,
      onReport: ({ probe }) => seen.push(probe),
    })
    expect(seen).toEqual(['quick', 'slow'])
    expect(reports.map(({ facts }) => facts.length)).toEqual([1, 1])
    expect((await look('quick')).facts).toEqual([{ kind: 'kernel', fields: { release: '6.1.0', major: 6, minor: 1 } }])
  })

  test('that has a fault says so, and so does one whose process dies; both can be asked again', async () => {
    for (let i = 0; i < 3; i++) {
      expect((await look('throws')).notChecked).toEqual([
        { what: 'throws', why: 'failed', says: 'a fault of the probe' },
      ])
      const [dead] = (await look('dies')).notChecked
      expect(dead?.why).toBe('failed')
      expect(dead?.says).toContain('SIGKILL')
    }
    expect((await look('quick')).facts).toHaveLength(1)
    expect(runner.lostChildren).toBe(0)
  })

  test('that computes for ever is ended at its deadline and was busy, not hung: nothing of it is remembered', async () => {
    for (let i = 0; i < 2; i++) {
      const { notChecked, ms } = await look('spins')
      expect(notChecked).toEqual([
        { what: 'spins', why: 'timed-out', says: 'it was still at work long after its 300 ms' },
      ])
      expect(ms).toBeGreaterThan(250)
    }
  })

  test('that answers just when its time is over is not mixed up with what is asked next', async () => {
    for (let i = 0; i < 4; i++) {
      const reports = await runner.run(['edge', 'quick'], { deadlineMs: 30_000 })
      expect(reports.find(({ probe }) => probe === 'quick')?.notChecked).toEqual([])
    }
  })

  test('is not there: an error names those that are', async () => {
    await expect(runner.run(['../quick'], { deadlineMs: 1000 })).rejects.toMatchObject({
      code: 'no-such-probe',
      message: expect.stringContaining('hangs, invents'),
    })
  })
})

describe('a piece that hangs', () => {
  test('costs its own answer only, is asked once, and again when the mount table has changed', async () => {
    const first = await look('hangs')
    expect(first.facts.map(({ fields }) => fields.release)).toEqual(['/well'])
    expect(first.notChecked).toContainEqual({
      what: '/hung',
      why: 'hung',
      says: 'it did not answer within 300 ms, and is asked again when the mount table has changed',
    })
    expect(timesAsked()).toBe(1)

    const again = await look('hangs')
    expect(again.facts.map(({ fields }) => fields.release)).toEqual(['/well'])
    expect(again.notChecked.map(({ what, why }) => [what, why])).toContainEqual(['/hung', 'hung'])
    expect(timesAsked()).toBe(1)

    scratch.write('proc/self/mountinfo', 'another table\n')
    await look('hangs')
    expect(timesAsked()).toBe(2)
  })

  test('is not even asked in a pool that is not there', async () => {
    const { notChecked } = await look('hangs')
    expect(notChecked.find(({ what }) => what === '/far')?.why).toBe('missing-right')
  })
})

describe('what a probe says', () => {
  test('is dropped where it does not fit its kind of fact, and that is said', async () => {
    const { facts, notChecked } = await look('invents')
    expect(facts).toEqual([{ kind: 'kernel', fields: { release: '6.1.0', major: 6, minor: 1 } }])
    expect(notChecked.at(-1)?.says).toBe('5 rows did not fit their kind of fact and were dropped')
    expect(notChecked[0]).toEqual({ what: 'w'.repeat(4096), why: 'failed', says: 's'.repeat(500) })
  })

  test('is cut where it is too much, and that is said', async () => {
    const { facts, notChecked } = await look('floods')
    expect(facts).toHaveLength(5000)
    expect(notChecked).toEqual([{ what: 'further rows', why: 'budget', says: '1000 rows beyond 5000 are left out' }])
  })
})

test('the deadline of the question holds for everything', async () => {
  const start = performance.now()
  const reports = await runner.run(['slow', 'quick'], { deadlineMs: 300 })
  expect(performance.now() - start).toBeLessThan(650)
  expect(reports.find(({ probe }) => probe === 'quick')?.facts).toHaveLength(1)
  expect(reports.find(({ probe }) => probe === 'slow')?.notChecked).toEqual([
    { what: 'slow', why: 'timed-out', says: 'the time for the whole question was over first' },
  ])
})

test('children that cannot load the probes end the start with the reason', async () => {
  const nowhere = new URL('./no-such-folder/', import.meta.url)
  await expect(ProbeRunner.start(scratch.view, nowhere)).rejects.toMatchObject({
    code: 'no-probe-child',
    message: expect.stringContaining('no such file or directory'),
  })
})
