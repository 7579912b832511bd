import { expect, test } from 'vitest'
import certificateRequest from '../../src/facts/certificate-request.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const fact = (kind: string, fields: Fields): Fact => ({
  kind,
  fields,
  origin: { from: 'paste', command: 'kubectl', lines: [1] },
})
const REQUEST = { name: 'csr-8p2mt', requestor: 'system:node:node-3', pending: true, issued: false, ageSeconds: 562 }
const POD = fact('pod', { name: 'web-0', node: 'node-3' })

function derived(...beside: Fact[]): Fields[] {
  const facts = [fact('certificate-request', REQUEST), ...beside]
  return (certificateRequest.derive?.(facts) ?? []).map(({ fields }) => fields)
}

test('is of the shown node when pods and events are of that node only', () => {
  expect(derived(POD, fact('event', { reason: 'Unhealthy', node: 'node-3' }))).toEqual([
    { ...REQUEST, ofShownNode: true },
  ])
})

test.each([
  ['nothing', []],
  ['a pod of another node', [fact('pod', { name: 'web-1', node: 'node-4' })]],
  ['two nodes', [POD, fact('node', { name: 'node-4' })]],
  ['a pod without a node', [fact('pod', { name: 'web-1' })]],
])('says nothing beside %s', (_what, beside) => {
  expect(derived(...beside)).toEqual([])
})
