import { expect, test } from 'vitest'
import criContainers from '../../../src/agent/probes/cri-containers.ts'
import { bytesField, message, varintField } from '../grpc/message-bytes.ts'
import { type Reply, runtimeDouble } from '../grpc/runtime-double.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const PODS = '/runtime.v1.RuntimeService/ListPodSandbox'
const CONTAINERS = '/runtime.v1.RuntimeService/ListContainers'
const UPTIME = { 'proc/uptime': '1000.00 2000.00\n' }

test('counts sandboxes and containers by state; a state that is not sent is the first', async () => {
  const { facts, notChecked } = await look({
    [PODS]: message(pod('a'), pod('b', 1), pod('c')),
    [CONTAINERS]: message(container('a'), container('b', 1), container('c', 2), container('d', 2)),
  })
  expect(fieldsOf(facts, 'sandboxes')).toEqual([
    { ready: 2, notReady: 1, created: 1, running: 1, exited: 2, tooLarge: undefined },
  ])
  expect(notChecked).toEqual([])
})

test('counts a list of twenty thousand in bounded memory', async () => {
  const many = message(...Array.from({ length: 20_000 }, (_, i) => container(`${i}`, 2)))
  const { facts } = await look({ [PODS]: message(), [CONTAINERS]: many })
  expect(fieldsOf(facts, 'sandboxes')).toMatchObject([{ ready: 0, exited: 20_000 }])
})

test('tells a list that the runtime cannot send', async () => {
  const refusal = { status: 8, message: 'grpc: trying to send message larger than max (16791221 vs. 16777216)' }
  const { facts, notChecked } = await look({ [PODS]: refusal, [CONTAINERS]: message() })
  expect(fieldsOf(facts, 'sandboxes')).toEqual([
    { ready: undefined, notReady: undefined, created: 0, running: 0, exited: 0, tooLarge: 'sandboxes' },
  ])
  expect(notChecked).toMatchObject([{ what: 'CRI sandboxes', why: 'failed' }])
})

test('counts nothing of a list with an item that cannot be read', async () => {
  const { facts } = await look({ [PODS]: message(pod('a'), pod('b', 7)), [CONTAINERS]: Buffer.from([0x0f]) })
  expect(fieldsOf(facts, 'sandboxes')).toEqual([])
})

test('holds the shims of the node beside the sandboxes', async () => {
  const shims = {
    'proc/20/stat': stat(20, 'containerd-shim', 1, 5_000),
    'proc/21/stat': stat(21, 'pause', 20, 5_001),
    'proc/30/stat': stat(30, 'containerd-shim', 1, 10_000),
  }
  const { facts } = await look({ [PODS]: message(pod('a')), [CONTAINERS]: message() }, shims)
  expect(fieldsOf(facts, 'shims')).toEqual([{ count: 2, childless: 1, oldestChildlessSeconds: 900, sandboxes: 1 }])
})

async function look(replies: Readonly<Record<string, Reply>>, files: Readonly<Record<string, string>> = {}) {
  const { path } = await runtimeDouble(replies)
  return criContainers.look(scratchNode({ ...UPTIME, ...files }, { criSocket: path }), ONE_PIECE)
}

function pod(id: string, state = 0): Buffer {
  return bytesField(1, message(bytesField(1, id), ...(state ? [varintField(3, state)] : [])))
}

function container(id: string, state = 0): Buffer {
  return bytesField(1, message(bytesField(1, id), bytesField(2, 'pod'), ...(state ? [varintField(6, state)] : [])))
}

function stat(pid: number, name: string, parent: number, ticks: number): string {
  return `${pid} (${name}) S ${parent} ${pid} ${pid} 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 10 0 ${ticks} 100 10`
}

function fieldsOf(facts: readonly { kind: string; fields: object }[], kind: string) {
  return facts.filter((fact) => fact.kind === kind).map(({ fields }) => fields)
}
