import { describe, expect, test } from 'vitest'
import { askNext } from '../../src/diagnosis/ask.ts'
import { compileCondition } from '../../src/diagnosis/condition.ts'
import deletedOpenFiles from '../../src/facts/deleted-open-files.ts'
import filesystem from '../../src/facts/filesystem.ts'
import { groupByKind } from '../../src/matching/matcher.ts'
import type { Case, Effect } from '../../src/model/case.ts'
import type { Fact, FactKind } from '../../src/model/fact.ts'

const kinds = new Map<string, FactKind>([filesystem, deletedOpenFiles].map((kind) => [kind.id, kind]))
const both = { en: 'text', zh: 'text' }

const subject = (id: string, ...evidence: [FactKind, Effect, string][]): Case => ({
  id,
  area: 'storage',
  aliases: [],
  title: both,
  appliesTo: [],
  signatures: [],
  descriptions: [],
  evidence: evidence.map(([kind, effect, source]) => ({
    fact: kind.id,
    effect,
    condition: compileCondition(source, kind),
    every: false,
    says: both,
  })),
  cause: both,
  fix: [],
  prevention: both,
  redHerrings: [],
  inseparable: [],
  references: [],
  reviewed: '2026-11-21',
})

const blocks = subject(
  'blocks',
  [filesystem, 'confirms', 'usedPercent >= 99'],
  [filesystem, 'rules-out', 'usedPercent < 85'],
)
const memory = subject('memory', [filesystem, 'confirms', 'memory && usedPercent >= 99'])
const inodes = subject('inodes', [filesystem, 'confirms', 'inodesUsedPercent >= 99'])
const deleted = subject('deleted', [deletedOpenFiles, 'confirms', 'totalBytes > 1000000000'])

const seen = (fields: Fact['fields']): Fact => ({
  kind: 'filesystem',
  fields: { image: false, pseudo: false, memory: false, ...fields },
  origin: { from: 'paste', command: 'df', lines: [1] },
})

describe('what to ask next', () => {
  test('the command that separates most of the candidates', () => {
    const ask = askNext([inodes, blocks, memory, deleted], new Map(), kinds)
    expect(ask?.command).toBe('df -kPT')
    expect(ask?.separates).toEqual(['blocks', 'memory'])
    expect(ask?.outcomes.map((outcome) => `${outcome.case} ${outcome.effect}`)).toEqual([
      'blocks confirms',
      'blocks rules-out',
      'memory confirms',
    ])
  })

  test('of equal commands the one that decides the better candidate', () => {
    expect(askNext([deleted, inodes], new Map(), kinds)?.command).toBe('lsof -nP +L1')
    expect(askNext([inodes, deleted], new Map(), kinds)?.command).toBe('df -i')
  })

  test('not for what was already pasted', () => {
    expect(askNext([blocks, inodes], groupByKind([seen({ mountpoint: '/', usedPercent: 90 })]), kinds)?.command).toBe(
      'df -i',
    )
  })

  test('nothing when nothing can be separated', () => {
    expect(askNext([], new Map(), kinds)).toBeUndefined()
    expect(askNext([subject('mute')], new Map(), kinds)).toBeUndefined()
  })
})
