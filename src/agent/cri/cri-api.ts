import type runtimeAnswer from '../../facts/runtime-answer.ts'
import { type Measured, measured, type NotChecked, type Right } from '../../model/probe.ts'
import type { TakeField } from '../grpc/protobuf-stream.ts'
import { type Called, unaryCall } from '../grpc/unary-call.ts'
import { whileQueueIsFull } from '../http/full-queue.ts'
import { isSilence, refusalOf } from '../http/refusal.ts'
import type { NodeView } from '../node-view.ts'

/**
 * All that is ever called: questions of RuntimeService that change nothing
 * (https://github.com/kubernetes/cri-api/blob/master/pkg/apis/runtime/v1/api.proto). Each request is the empty message.
 */
const METHODS = {
  version: 'Version',
  status: 'Status',
  config: 'RuntimeConfig',
  sandboxes: 'ListPodSandbox',
  containers: 'ListContainers',
} as const

export type Question = keyof typeof METHODS

export const CRI_SOCKET: Right = {
  right: 'the CRI socket',
  price: 'whoever has the agent is root on the node: the socket starts any container, and read-only mounts do not help',
}

/** kubelet of before 1.23 and containerd of before 1.6 speak this one. */
const SERVICES = ['/runtime.v1.RuntimeService/', '/runtime.v1alpha2.RuntimeService/'] as const
export const CALL_MS = 2_000
/** The runtime refuses to send more than 16 MiB; a list is read item by item. */
const ANSWER_BYTES = 17 << 20
const UNIMPLEMENTED = 12

export interface Asked {
  /** Undefined when there was no answer, or one that refuses. */
  readonly ended: Called['ended'] | undefined
  /** The status of a call that the runtime refused. */
  readonly refusal: Pick<Called, 'status' | 'message'> | undefined
  readonly facts: readonly Measured[]
  readonly notChecked: readonly NotChecked[]
}

const underWay = new Set<string>()

/** One question of a kind at a time. */
export async function askRuntime(view: NodeView, question: Question, take: TakeField): Promise<Asked> {
  const { criSocket } = view
  if (criSocket === undefined) return refused(question, { why: 'missing-right', says: NO_SOCKET })
  const key = `${criSocket} ${question}`
  if (underWay.has(key)) return refused(question, { why: 'budget', says: 'the runtime is being asked this already' })
  underWay.add(key)
  return ask(criSocket, question, take).finally(() => underWay.delete(key))
}

const NO_SOCKET = 'the CRI socket is not given to the agent (it is opt-in: it opens the whole node)'

async function ask(socketPath: string, question: Question, take: TakeField): Promise<Asked> {
  const started = performance.now()
  try {
    const called = await whileQueueIsFull(CALL_MS, (leftMs) => callEither(socketPath, question, leftMs, take))
    const facts = [answerOf(question, true, started)]
    if (called.status === 0) return { ended: called.ended, refusal: undefined, facts, notChecked: [] }
    return { ...refused(question, refusalByRuntime(called)), facts, refusal: called }
  } catch (error) {
    const facts = isSilence(error) ? [answerOf(question, false, started)] : []
    return { ...refused(question, refusalOf(error, 'the runtime', 'the CRI socket', CALL_MS)), facts }
  }
}

function refusalByRuntime({ status, message }: Called): Pick<NotChecked, 'why' | 'says'> {
  if (status === UNIMPLEMENTED) return { why: 'not-here', says: 'this version of the runtime does not answer that' }
  return { why: 'failed', says: `the runtime refused with gRPC status ${status}: ${message.slice(0, 300)}` }
}

async function callEither(socketPath: string, question: Question, totalMs: number, take: TakeField): Promise<Called> {
  const limits = { totalMs, maxBytes: ANSWER_BYTES }
  const [newer, older] = SERVICES.map((service) => service + METHODS[question])
  const called = await unaryCall(socketPath, newer ?? '', Buffer.alloc(0), limits, take)
  if (called.status !== UNIMPLEMENTED || question === 'config') return called
  return unaryCall(socketPath, older ?? '', Buffer.alloc(0), limits, take)
}

function answerOf(question: Question, answered: boolean, started: number): Measured {
  const seconds = Math.round(performance.now() - started) / 1000
  return measured<typeof runtimeAnswer>('runtime-answer', { runtime: 'cri', question, answered, seconds })
}

function refused(question: Question, refusal: Pick<NotChecked, 'why' | 'says'>): Asked {
  const notChecked = [{ what: `CRI ${question}`, ...refusal }]
  return { ended: undefined, refusal: undefined, facts: [], notChecked }
}
