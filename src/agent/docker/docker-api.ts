import type runtimeAnswer from '../../facts/runtime-answer.ts'
import { type Measured, measured, type NotChecked, type Right } from '../../model/probe.ts'
import { type Answered, boundedGet, type Limits, type Take } from '../http/bounded-get.ts'
import { whileQueueIsFull } from '../http/full-queue.ts'
import { jsonItems } from '../http/json-items.ts'
import { isSilence, refusalOf } from '../http/refusal.ts'
import type { NodeView } from '../node-view.ts'

/**
 * All that is ever asked of dockerd: GET, from this list. Never `/system/df` without a type: it walks every layer and
 * volume (https://github.com/moby/moby/issues/31951). With `type=build-cache` only BuildKit is asked, from API 1.42 on;
 * before, the parameter is ignored, so the version stands in the path: an older daemon refuses it with 400. Docker 25
 * to 28.4 panics on the type below API 1.44 (https://github.com/moby/moby/blob/v27.3.1/api/server/router/system/system_routes.go).
 */
const PATHS = {
  version: '/version',
  info: '/info',
  containers: '/containers/json?all=true',
  'stuck-containers': `/containers/json?all=true&filters=${encodeURIComponent('{"status":["created","removing","dead"]}')}`,
  volumes: '/volumes',
  'dangling-volumes': `/volumes?filters=${encodeURIComponent('{"dangling":["true"]}')}`,
  'build-cache-1.42': '/v1.42/system/df?type=build-cache',
  'build-cache-1.44': '/v1.44/system/df?type=build-cache',
  goroutines: '/debug/pprof/goroutine?debug=2',
} as const

export type Endpoint = keyof typeof PATHS

export const DOCKER_SOCKET: Right = {
  right: 'the docker socket',
  price: 'whoever has the agent is root on the node: the socket starts any container, and read-only mounts do not help',
}

export const REQUEST_MS = 2_000
const DOCUMENT_BYTES = 1 << 20
/** A list is read object by object, so only its time counts. */
const LIST_BYTES = 16 << 20

/** What came of a question. `facts` and `notChecked` are for the report as they are. */
export interface Asked {
  readonly ended: Answered['ended'] | undefined
  readonly facts: readonly Measured[]
  readonly notChecked: readonly NotChecked[]
}

export interface Document extends Asked {
  readonly json: unknown
}

/** One JSON object, at most 1 MB. */
export async function askDocument(view: NodeView, endpoint: Endpoint): Promise<Document> {
  const chunks: Buffer[] = []
  const limits = { totalMs: REQUEST_MS, maxBytes: DOCUMENT_BYTES }
  const asked = await askDocker(view, endpoint, limits, (chunk) => void chunks.push(Buffer.from(chunk)))
  if (asked.ended !== 'cut') return { ...asked, json: parse(Buffer.concat(chunks).toString()) }
  const { notChecked } = refused(endpoint, { why: 'budget', says: 'the answer is larger than 1 MB' })
  return { ...asked, notChecked, json: undefined }
}

/** The objects of a list, one by one. `ended` is `cut` when some may be missing. */
export async function askList(view: NodeView, endpoint: Endpoint, take: (item: unknown) => void): Promise<Asked> {
  const items = jsonItems(take)
  const limits = { totalMs: REQUEST_MS, maxBytes: LIST_BYTES }
  const asked = await askDocker(view, endpoint, limits, (chunk) => void items.write(chunk))
  return asked.ended === 'whole' && !items.isWhole() ? { ...asked, ended: 'cut' } : asked
}

const underWay = new Map<string, Promise<Asked>>()

/** One question of a kind at a time: while one is under way, dockerd is not asked the same again. */
export async function askDocker(view: NodeView, endpoint: Endpoint, limits: Limits, take: Take): Promise<Asked> {
  const { dockerSocket } = view
  if (dockerSocket === undefined) return refused(endpoint, { why: 'missing-right', says: NO_SOCKET })
  const key = `${dockerSocket} ${endpoint}`
  if (underWay.has(key)) return refused(endpoint, { why: 'budget', says: 'dockerd is being asked this already' })
  const asked = ask(dockerSocket, endpoint, limits, take)
  underWay.set(key, asked)
  return asked.finally(() => underWay.delete(key))
}

const NO_SOCKET = 'the docker socket is not given to the agent (it is opt-in: it opens the whole node)'

async function ask(socketPath: string, endpoint: Endpoint, limits: Limits, take: Take): Promise<Asked> {
  const started = performance.now()
  const target = { socketPath, host: 'docker', path: PATHS[endpoint], headers: { host: 'docker' } }
  try {
    const { status, ended } = await whileQueueIsFull(limits.totalMs, (totalMs) =>
      boundedGet(target, { ...limits, totalMs }, take),
    )
    if (status !== 200) return refused(endpoint, { why: 'failed', says: `dockerd answered with status ${status}` })
    return { ended, facts: answerOf(endpoint, true, started), notChecked: [] }
  } catch (error) {
    const facts = isSilence(error) ? answerOf(endpoint, false, started) : []
    return { ...refused(endpoint, refusalOf(error, 'dockerd', 'the docker socket', limits.totalMs)), facts }
  }
}

/** The goroutines are served by another part of dockerd than its objects, and say nothing of its health. */
function answerOf(endpoint: Endpoint, answered: boolean, started: number): Measured[] {
  const question = endpoint.startsWith('build-cache') ? 'build-cache' : endpoint.replace(/^(?:stuck|dangling)-/, '')
  const seconds = Math.round(performance.now() - started) / 1000
  return endpoint === 'goroutines'
    ? []
    : [measured<typeof runtimeAnswer>('runtime-answer', { runtime: 'docker', question, answered, seconds })]
}

function refused(endpoint: Endpoint, refusal: Pick<NotChecked, 'why' | 'says'>): Asked {
  return { ended: undefined, facts: [], notChecked: [{ what: `docker ${endpoint}`, ...refusal }] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
