import { describe, expect, test } from 'vitest'
import { compileCondition } from '../../src/diagnosis/condition.ts'
import { judge } from '../../src/diagnosis/judge.ts'
import filesystem from '../../src/facts/filesystem.ts'
import { groupByKind } from '../../src/matching/matcher.ts'
import type { Case, Effect, Evidence } from '../../src/model/case.ts'
import type { Fact, FactKind, Fields } from '../../src/model/fact.ts'

const kinds = new Map<string, FactKind>([['filesystem', filesystem]])
const both = (text: string) => ({ en: text, zh: text })

const evidence = (effect: Effect, source: string, more: Partial<Evidence> = {}): Evidence => ({
  fact: 'filesystem',
  effect,
  condition: compileCondition(source, filesystem),
  every: false,
  says: both('{mountpoint} is at {usedPercent} %'),
  ...more,
})

const subject = (...list: Evidence[]): Case => ({
  id: 'a-case',
  area: 'storage',
  aliases: [],
  title: both('title'),
  appliesTo: [],
  signatures: [],
  descriptions: [],
  evidence: list,
  cause: both('cause'),
  fix: [],
  prevention: both('prevention'),
  redHerrings: [],
  inseparable: [],
  references: [],
  reviewed: '2026-11-21',
})

const row = (fields: Fields): Fact => ({
  kind: 'filesystem',
  fields: { image: false, pseudo: false, memory: false, ...fields },
  origin: { from: 'paste', command: 'df', lines: [1] },
})

const judged = (list: Evidence[], rows: Fact[], captures = {}) =>
  judge(subject(...list), groupByKind(rows), captures, kinds)

const full = evidence('confirms', 'usedPercent >= 99')
const roomy = evidence('rules-out', 'usedPercent < 85', { every: true })

describe('a verdict', () => {
  test('is confirmed by one row, and says its number', () => {
    const verdict = judged(
      [full, roomy],
      [row({ mountpoint: '/', usedPercent: 31 }), row({ mountpoint: '/data', usedPercent: 100 })],
    )
    expect(verdict.state).toBe('confirmed')
    expect(verdict.because.map((ground) => ground.says.en)).toEqual(['/data is at 100 %'])
  })

  test('is ruled out only when every row says so, and shows the row that is nearest to the limit', () => {
    const verdict = judged(
      [full, roomy],
      [row({ mountpoint: '/', usedPercent: 31 }), row({ mountpoint: '/run', usedPercent: 1 })],
    )
    expect(verdict.state).toBe('ruled-out')
    expect(verdict.because.map((ground) => ground.says.en)).toEqual(['/ is at 31 %'])
  })

  test('is undecided between the limits, with nothing missing: the command was run', () => {
    expect(judged([full, roomy], [row({ mountpoint: '/', usedPercent: 90 })])).toEqual({
      state: 'undecided',
      because: [],
      missing: [],
    })
  })

  test('is undecided without rows, and names the command that is missing', () => {
    expect(judged([full, roomy], []).missing).toEqual([{ fact: 'filesystem', run: 'df -kPT' }])
  })

  test('is not moved by rows that lack the field', () => {
    const verdict = judged([full, roomy], [row({ mountpoint: '/', inodesUsedPercent: 9 })])
    expect(verdict.state).toBe('undecided')
    expect(verdict.missing).toHaveLength(1)
  })

  test('is undecided when facts contradict each other, and shows both', () => {
    const verdict = judged(
      [full, evidence('rules-out', 'usedPercent < 85')],
      [row({ mountpoint: '/', usedPercent: 31 }), row({ mountpoint: '/data', usedPercent: 100 })],
    )
    expect(verdict.state).toBe('undecided')
    expect(verdict.because.map((ground) => ground.effect).sort()).toEqual(['confirms', 'rules-out'])
  })

  test('a suggestion decides nothing', () => {
    expect(
      judged([evidence('suggests', 'usedPercent >= 90'), full], [row({ mountpoint: '/', usedPercent: 95 })]).state,
    ).toBe('undecided')
  })
})

describe('evidence about a captured place', () => {
  const at = { at: 'path' }
  const list = [
    evidence('confirms', 'usedPercent >= 99', at),
    evidence('rules-out', 'usedPercent < 85', { every: true, ...at }),
  ]
  const rows = [
    row({ mountpoint: '/', usedPercent: 100 }),
    row({ mountpoint: '/data', usedPercent: 26 }),
    row({ mountpoint: '/data-old', usedPercent: 99 }),
  ]

  test.each([
    ['/data/spool/a', 'ruled-out'],
    ['/data', 'ruled-out'],
    ['/data-old/x', 'confirmed'],
    ['/database', 'confirmed'],
    ['/var/lib', 'confirmed'],
  ])('for %s only the file system that holds it speaks: %s', (path, state) => {
    expect(judged(list, rows, { path }).state).toBe(state)
  })

  test('without a captured path all rows speak', () => {
    expect(judged(list, rows).state).toBe('confirmed')
  })

  test('evidence about that place only says nothing without one', () => {
    const rows = [row({ mountpoint: '/', usedPercent: 31 }), row({ mountpoint: '/data', usedPercent: 100 })]
    const only = [{ ...full, at: 'path', onlyThere: true }]
    expect(judged(only, rows).because).toEqual([])
    expect(judged(only, rows, { path: '/data/x' }).state).toBe('confirmed')
  })

  test('when no row holds the place, nothing is said', () => {
    expect(judged(list, [row({ mountpoint: '/data', usedPercent: 100 })], { path: '/var/x' }).state).toBe('undecided')
  })

  test('of two mounts on one place the later one counts', () => {
    const mounts = [row({ mountpoint: '/data', usedPercent: 100 }), row({ mountpoint: '/data', usedPercent: 3 })]
    expect(judged(list, mounts, { path: '/data/x' }).state).toBe('ruled-out')
  })
})
