import { expect, test } from 'vitest'
import { nodeNamedIn } from '../../src/investigation/named-node.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const CONNECTED: ReadonlySet<string> = new Set(['node-7', 'node-70', 'ip-10-0-1-23.example.internal'])
const isConnected = (name: string): boolean => CONNECTED.has(name)

const fact = (kind: string, fields: Fields): Fact => ({
  kind,
  fields,
  origin: { from: 'paste', command: 'kubectl', lines: [1] },
})

test.each([
  ['a prompt', '[root@node-7 ~]# df -i', 'node-7'],
  ['the end of a sentence', 'it is on node-7.', 'node-7'],
  ['capital letters', 'Node-7 kubelet[812]: error', 'node-7'],
  ['a name with dots', 'Nov 21 ip-10-0-1-23.example.internal kernel: x', 'ip-10-0-1-23.example.internal'],
  ['the same name again and again', 'node-7 node-7 node-7', 'node-7'],
  ['a part of a longer word', 'xnode-7 node-7x node-77', undefined],
  ['a name that is not connected', 'node-9', undefined],
  ['two names', 'node-7 talks to node-70', undefined],
  ['nothing', '', undefined],
])('%s', (_name, text, node) => {
  expect(nodeNamedIn(text, [], isConnected)).toBe(node)
})

test('the node of a pod that is listed counts before words', () => {
  const pod = fact('pod', { name: 'web-0', node: 'node-70' })
  expect(nodeNamedIn('on node-7', [pod], isConnected)).toBe('node-70')
  expect(nodeNamedIn('', [fact('node', { name: 'node-7' })], isConnected)).toBe('node-7')
})

test('pods of several nodes name none', () => {
  const pods = ['node-7', 'node-70'].map((node) => fact('pod', { name: 'web-0', node }))
  expect(nodeNamedIn('', pods, isConnected)).toBeUndefined()
})

test('what no name can be is not looked up, and costs nothing', () => {
  const asked: string[] = []
  const started = performance.now()
  const note = (name: string): boolean => asked.push(name) < 0
  expect(nodeNamedIn(`${'a'.repeat(900_000)} 169.254.169.254 [::1] ../../etc`, [], note)).toBeUndefined()
  expect(asked.filter((name) => name.length > 253)).toEqual([])
  expect(performance.now() - started).toBeLessThan(500)
})
