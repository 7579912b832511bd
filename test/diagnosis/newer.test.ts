import { describe, expect, test } from 'vitest'
import { compileCondition } from '../../src/diagnosis/condition.ts'
import { judge } from '../../src/diagnosis/judge.ts'
import filesystem from '../../src/facts/filesystem.ts'
import kernelMessage from '../../src/facts/kernel-message.ts'
import mountTable from '../../src/facts/mount-table.ts'
import { groupByKind } from '../../src/matching/matcher.ts'
import type { Effect, Evidence } from '../../src/model/case.ts'
import type { Fact, FactKind, Fields } from '../../src/model/fact.ts'
import type { Gap } from '../../src/model/gap.ts'
import { sampleCase } from '../messages/slack/sample-view.ts'

const kinds = new Map<string, FactKind>([filesystem, kernelMessage, mountTable].map((kind) => [kind.id, kind]))

function evidence(kind: FactKind, effect: Effect, source: string, more: Partial<Evidence> = {}): Evidence {
  const says = { en: source, zh: source }
  return { fact: kind.id, effect, condition: compileCondition(source, kind), every: false, says, ...more }
}

const pasted = (kind: FactKind, fields: Fields): Fact => ({
  kind: kind.id,
  fields,
  origin: { from: 'paste', command: 'df', lines: [2] },
})
const measured = (kind: FactKind, fields: Fields): Fact => ({
  kind: kind.id,
  fields,
  origin: { from: 'node', node: 'node-7', probe: 'p', at: '2026-11-20T08:12:44Z' },
})

interface Situation {
  readonly gaps?: readonly Gap[]
  readonly path?: string
}

function judged(list: readonly Evidence[], facts: readonly Fact[], { gaps = [], path }: Situation = {}) {
  const subject = { ...sampleCase('a-case'), evidence: list }
  return judge(subject, groupByKind(facts), path === undefined ? {} : { path }, kinds, gaps)
}

const crowded = evidence(mountTable, 'confirms', 'count >= 0.9 * limit')
const roomy = evidence(mountTable, 'rules-out', 'count < 0.25 * limit', { every: true })
const table = (count: number) => ({ count, limit: 100_000 })

describe('a measurement is newer than the paste', () => {
  test('which confirmed: now it rules out, and what the paste said is told', () => {
    const verdict = judged([crowded, roomy], [pasted(mountTable, table(98_760)), measured(mountTable, table(412))])
    expect(verdict.state).toBe('ruled-out')
    expect(verdict.because.map(({ fact }) => fact.origin.from)).toEqual(['node'])
    expect(verdict.outdated?.map(({ effect, fact }) => [effect, fact.fields.count])).toEqual([['confirms', 98_760]])
  })

  test('which ruled out: now it confirms', () => {
    const verdict = judged([crowded, roomy], [pasted(mountTable, table(412)), measured(mountTable, table(98_760))])
    expect(verdict.state).toBe('confirmed')
    expect(verdict.outdated?.map(({ effect }) => effect)).toEqual(['rules-out'])
  })

  test('and leaves open what it does not decide, whatever the paste said', () => {
    const verdict = judged([crowded, roomy], [pasted(mountTable, table(98_760)), measured(mountTable, table(60_000))])
    expect(verdict.state).toBe('undecided')
    expect(verdict.outdated).toHaveLength(1)
  })

  test('that agrees needs no word about the paste', () => {
    const verdict = judged([crowded, roomy], [pasted(mountTable, table(98_760)), measured(mountTable, table(99_412))])
    expect(verdict.state).toBe('confirmed')
    expect(verdict).not.toHaveProperty('outdated')
  })

  test('but says nothing where it lacks the field', () => {
    const verdict = judged([crowded, roomy], [pasted(mountTable, table(98_760)), measured(mountTable, { count: 9 })])
    expect(verdict.state).toBe('confirmed')
  })

  test('and does not undo what happened', () => {
    const said = evidence(kernelMessage, 'confirms', 'text.contains("table full")')
    const rows = [
      pasted(kernelMessage, { text: 'table full', count: 1 }),
      measured(kernelMessage, { text: 'link is up', count: 1 }),
    ]
    expect(judged([said], rows).state).toBe('confirmed')
  })
})

describe('what the node could not look at', () => {
  const gap = (what: string, kind = 'filesystem'): Situation => ({ gaps: [{ kind, what }] })
  const full = evidence(filesystem, 'confirms', 'usedPercent >= 99')
  const free = evidence(filesystem, 'rules-out', 'usedPercent < 85', { every: true })
  const there = { at: 'path' }
  const freeThere = evidence(filesystem, 'rules-out', 'usedPercent < 85', { every: true, ...there })
  const root = measured(filesystem, { mountpoint: '/', usedPercent: 40 })

  test('is not taken for nothing wrong', () => {
    expect(judged([full, free], [root]).state).toBe('ruled-out')
    const verdict = judged([full, free], [root], gap('/data'))
    expect(verdict.state).toBe('undecided')
    expect(verdict.missing).toEqual([{ fact: 'filesystem', run: 'df -kPT' }])
  })

  test('does not keep a row from confirming', () => {
    const rows = [root, measured(filesystem, { mountpoint: '/home', usedPercent: 100 })]
    expect(judged([full, free], rows, gap('/data')).state).toBe('confirmed')
  })

  test('of another kind changes nothing', () => {
    expect(judged([full, free], [root], gap('/data', 'mount-table')).state).toBe('ruled-out')
  })

  test.each([
    ['above it, nearer than what was looked at', '/data', 'undecided'],
    ['the whole probe', '', 'undecided'],
    ['elsewhere', '/mnt/nfs', 'ruled-out'],
    ['beside it', '/data-old', 'ruled-out'],
    ['what was looked at anyway', '/', 'ruled-out'],
  ])('about a place: %s (%s): %s', (_name, what, state) => {
    expect(judged([freeThere], [root], { path: '/data/spool/a', ...gap(what) }).state).toBe(state)
  })

  test('leaves the word to the paste, except where the node did look', () => {
    const wasFull = (mountpoint: string) => pasted(filesystem, { mountpoint, usedPercent: 100 })
    expect(judged([full], [wasFull('/data'), root], gap('/data')).state).toBe('confirmed')
    const verdict = judged([full], [wasFull('/'), root], gap('/data'))
    expect([verdict.state, verdict.outdated?.length]).toEqual(['undecided', 1])
  })

  test('leaves a paste alone that nothing was measured beside', () => {
    const clean = pasted(filesystem, { mountpoint: '/', usedPercent: 40 })
    expect(judged([full, free], [clean], gap('/data')).state).toBe('ruled-out')
  })
})
