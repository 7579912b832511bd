import { describe, expect, test } from 'vitest'
import { gapsIn, measuredNodes } from '../../src/investigation/measured.ts'
import type { Fact } from '../../src/model/fact.ts'
import type { NotChecked } from '../../src/model/probe.ts'
import type { Measured, NodeQuestion } from '../../src/model/question.ts'

const PROBES = [
  { id: 'mount-table', yields: ['mount-table'] },
  { id: 'filesystems', yields: ['filesystem', 'mount'] },
]

const row = (probe: string, count: number, node = 'node-7'): Fact => ({
  kind: probe,
  fields: { count },
  origin: { from: 'node', node, probe, at: '2026-11-20T08:12:44Z' },
})

function question(askedAt: number, measured: Partial<Measured>, more: Partial<NodeQuestion> = {}): NodeQuestion {
  const whole: Measured = { facts: [], notChecked: [], cut: [], ...measured }
  const asked = { id: `q${askedAt}`, investigation: 'i', askedBy: 'U1', askedAt, endedAt: askedAt + 1, probes: PROBES }
  return { ...asked, state: 'answered', of: 'node', node: 'node-7', measured: whole, ...more }
}

const counts = (questions: readonly NodeQuestion[]) =>
  measuredNodes(questions).map(({ node, facts }) => [node, ...facts.map(({ fields }) => fields.count)])

describe('of the questions to a node', () => {
  test('the last answer of each probe counts', () => {
    const first = question(1, { facts: [row('mount-table', 1), row('filesystems', 2)] })
    const again = question(5, { facts: [row('mount-table', 3)] }, { probes: PROBES.slice(0, 1) })
    expect(counts([first, again])).toEqual([['node-7', 3, 2]])
    expect(measuredNodes([first, again])[0]?.at).toBe(6)
  })

  test('a probe that finds nothing any more takes back what it found', () => {
    expect(counts([question(1, { facts: [row('mount-table', 1)] }), question(5, {})])).toEqual([['node-7']])
  })

  test('one that the node did not answer takes nothing back', () => {
    const gone = question(5, { fault: 'the agent went away' })
    expect(counts([question(1, { facts: [row('mount-table', 1)] }), gone])).toEqual([['node-7', 1]])
    expect(measuredNodes([gone])).toEqual([])
  })

  test('the node that was asked last is first, and facts of two are never mixed', () => {
    const other = question(5, { facts: [row('mount-table', 9, 'node-3')] }, { node: 'node-3' })
    expect(counts([question(1, { facts: [row('mount-table', 1)] }), other])).toEqual([
      ['node-3', 9],
      ['node-7', 1],
    ])
  })
})

describe('what an answer leaves open', () => {
  const unchecked = (why: NotChecked['why']) => ({ probe: 'filesystems', what: '/mnt/nfs', why, says: '' })
  const all = PROBES.flatMap(({ yields }) => yields.map((kind) => ({ kind, what: '' })))

  test.each(['missing-right', 'hung', 'timed-out', 'not-trusted', 'budget', 'failed'] as const)('%s', (why) => {
    expect(gapsIn({ notChecked: [unchecked(why)], cut: [] }, PROBES)).toEqual([
      { kind: 'filesystem', what: '/mnt/nfs' },
      { kind: 'mount', what: '/mnt/nfs' },
    ])
  })

  test('a subsystem that the node does not have leaves nothing open', () => {
    expect(gapsIn({ notChecked: [unchecked('not-here')], cut: [] }, PROBES)).toEqual([])
  })

  test('an answer that broke off leaves everything open, one that was cut its kind', () => {
    expect(gapsIn({ notChecked: [], fault: 'late', cut: [] }, PROBES)).toEqual(all)
    expect(gapsIn({ notChecked: [], cut: ['mount'] }, PROBES)).toEqual([{ kind: 'mount', what: '' }])
  })
})
