import { expect, test } from 'vitest'
import criRuntime from '../../../src/agent/probes/cri-runtime.ts'
import { bytesField, message, varintField } from '../grpc/message-bytes.ts'
import { type Reply, runtimeDouble } from '../grpc/runtime-double.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const V1 = '/runtime.v1.RuntimeService'
const VERSION = message(
  bytesField(1, '0.1.0'),
  bytesField(2, 'containerd'),
  bytesField(3, 'v2.0.4'),
  bytesField(4, 'v1'),
)
const STATUS = message(
  bytesField(
    1,
    message(
      bytesField(1, message(bytesField(1, 'RuntimeReady'), varintField(2, 1))),
      bytesField(
        1,
        message(
          bytesField(1, 'NetworkReady'),
          bytesField(3, 'NetworkPluginNotReady'),
          bytesField(4, 'cni plugin not initialized'),
        ),
      ),
    ),
  ),
)

test('tells version, conditions and cgroup driver', async () => {
  const config = message(bytesField(1, message(varintField(1, 1))))
  const { facts, notChecked } = await look({
    [`${V1}/Version`]: VERSION,
    [`${V1}/Status`]: STATUS,
    [`${V1}/RuntimeConfig`]: config,
  })
  expect(fieldsOf(facts, 'cri-runtime')).toEqual([
    {
      name: 'containerd',
      version: 'v2.0.4',
      runtimeReady: true,
      networkReady: false,
      networkMessage: 'cni plugin not initialized',
      cgroupDriver: 'cgroupfs',
    },
  ])
  expect(fieldsOf(facts, 'component-version')).toEqual([
    { component: 'containerd', version: '2.0.4', major: 2, minor: 0, patch: 4 },
  ])
  expect(notChecked).toEqual([])
})

test('reads the systemd driver, which is sent as nothing at all', async () => {
  const config = message(bytesField(1, ''))
  const { facts } = await look({
    [`${V1}/Version`]: VERSION,
    [`${V1}/Status`]: STATUS,
    [`${V1}/RuntimeConfig`]: config,
  })
  expect(fieldsOf(facts, 'cri-runtime')).toMatchObject([{ cgroupDriver: 'systemd' }])
})

test('says of an older runtime that it does not tell its cgroup driver', async () => {
  const { facts, notChecked } = await look({ [`${V1}/Version`]: VERSION, [`${V1}/Status`]: STATUS })
  expect(fieldsOf(facts, 'cri-runtime')).toMatchObject([{ cgroupDriver: undefined }])
  expect(notChecked).toMatchObject([{ what: 'CRI config', why: 'not-here' }])
})

test('asks a runtime that does not know v1 with v1alpha2', async () => {
  const { facts } = await look({ '/runtime.v1alpha2.RuntimeService/Version': VERSION })
  expect(fieldsOf(facts, 'cri-runtime')).toMatchObject([{ name: 'containerd' }])
})

test('tells that the runtime did not answer', async () => {
  const { facts, notChecked } = await look({ [`${V1}/Version`]: 'silence' })
  expect(fieldsOf(facts, 'runtime-answer')).toMatchObject([{ runtime: 'cri', question: 'version', answered: false }])
  expect(notChecked).toMatchObject([{ what: 'CRI version', why: 'timed-out' }])
})

test('names the right that is missing without a socket', async () => {
  const looked = await criRuntime.look(scratchNode({}), ONE_PIECE)
  expect(looked).toMatchObject({ facts: [], notChecked: [{ why: 'missing-right' }] })
})

async function look(replies: Readonly<Record<string, Reply>>) {
  const { path } = await runtimeDouble(replies)
  return criRuntime.look(scratchNode({}, { criSocket: path }), ONE_PIECE)
}

function fieldsOf(facts: readonly { kind: string; fields: object }[], kind: string) {
  return facts.filter((fact) => fact.kind === kind).map(({ fields }) => fields)
}
