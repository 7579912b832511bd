import { expect, test } from 'vitest'
import { nodeAbout } from '../../src/investigation/muted.ts'
import type { Fact } from '../../src/model/fact.ts'
import type { NodeQuestion } from '../../src/model/question.ts'

const pasted = (text: string) => ({ pastes: [{ message: '1.1', text }] })
const isNode7 = (name: string): boolean => name === 'node-7'

function listing(...nodes: string[]): Fact[] {
  const origin = { from: 'paste', command: 'kubectl', lines: [1] } as const
  return nodes.map((name) => ({ kind: 'node', fields: { name }, origin }))
}

function measuredOn(node: string): NodeQuestion {
  const origin = { from: 'node', node, probe: 'mounts', at: '2026-11-21T10:00:00Z' } as const
  const facts = [{ kind: 'mount-count', fields: { count: 1 }, origin }]
  return {
    id: `Q ${node}`,
    investigation: 'I1',
    askedBy: 'U1',
    askedAt: 1,
    probes: [{ id: 'mounts', yields: ['mount-count'] }],
    state: 'answered',
    of: 'node',
    node,
    measured: { facts, notChecked: [], cut: [] },
  }
}

test('the node that was measured last is what it is about, whatever the paste names', () => {
  const investigation = { ...pasted('node-7: no space left'), questions: [measuredOn('node-8'), measuredOn('Node-9')] }
  expect(nodeAbout(investigation, { facts: listing('node-7') }, isNode7)).toBe('Node-9')
})

test('else the one node that is listed, known or not', () => {
  expect(nodeAbout(pasted('node-7'), { facts: listing('Node-8') }, isNode7)).toBe('node-8')
})

test('several that are listed are about none, also when the text names one that is known', () => {
  expect(nodeAbout(pasted('node-7'), { facts: listing('node-7', 'node-8') }, isNode7)).toBeUndefined()
})

test('else the known one whose name stands in the text', () => {
  expect(nodeAbout(pasted('Nov 21 node-7 dockerd[8]: no space'), { facts: [] }, isNode7)).toBe('node-7')
  expect(nodeAbout(pasted('Nov 21 node-70 dockerd[8]: no space'), { facts: [] }, isNode7)).toBeUndefined()
})

test('what a node measured is no listing of nodes', () => {
  const origin = { from: 'node', node: 'node-8', probe: 'pods', at: '2026-11-21T10:00:00Z' } as const
  const facts: Fact[] = [{ kind: 'pod', fields: { node: 'node-8' }, origin }]
  expect(nodeAbout(pasted('node-7: no space'), { facts }, isNode7)).toBe('node-7')
})
