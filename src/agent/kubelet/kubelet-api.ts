import type { NotChecked, Right } from '../../model/probe.ts'
import { type Answered, boundedGet, type Limits, type Take, type Target } from '../http/bounded-get.ts'
import { refusalOf } from '../http/refusal.ts'
import type { KubeletAccess, NodeView } from '../node-view.ts'
import { readStart } from '../probes/reading/bounded-file.ts'

/** All that is ever asked of kubelet. Never anything that needs the right `nodes/proxy`: that one may start processes in pods. */
const PATHS = { metrics: '/metrics', health: '/healthz?verbose' } as const

export type Endpoint = keyof typeof PATHS

export const KUBELET_ACCESS: Right = {
  right: 'the kubelet’s endpoint (nodes/metrics, and nodes/healthz or nodes/proxy of an older kubelet for its health)',
  price: 'whoever has the agent can read the metrics of all pods of this node',
}

export interface Asked {
  /** The status when there was an answer. kubelet tells its bad health with 500. */
  readonly status: number | undefined
  readonly ended: Answered['ended'] | undefined
  readonly notChecked: readonly NotChecked[]
}

const TOKEN_BYTES = 16 << 10
const CA_BYTES = 512 << 10
const underWay = new Set<string>()

/** One question of a kind at a time. The token goes to nobody but a server whose certificate the CA signed. */
export async function askKubelet(view: NodeView, endpoint: Endpoint, limits: Limits, take: Take): Promise<Asked> {
  const { kubelet } = view
  if (!kubelet) return refused(endpoint, { why: 'missing-right', says: 'the agent has no access to kubelet (opt-in)' })
  if (underWay.has(endpoint)) return refused(endpoint, { why: 'budget', says: 'kubelet is being asked this already' })
  underWay.add(endpoint)
  try {
    const { status, ended } = await boundedGet(targetOf(kubelet, PATHS[endpoint]), limits, take)
    if (status === 401 || status === 403) return refused(endpoint, notAllowed(status))
    return { status, ended, notChecked: [] }
  } catch (error) {
    return refused(endpoint, refusalOf(error, 'kubelet', 'the token of the agent', limits.totalMs))
  } finally {
    underWay.delete(endpoint)
  }
}

function targetOf({ url, tokenFile, caFile }: KubeletAccess, path: string): Target {
  const { protocol, hostname, port } = new URL(url)
  const tls = protocol === 'https:'
  const token = tls && tokenFile !== undefined ? readStart(tokenFile, TOKEN_BYTES).trim() : undefined
  return {
    tls,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (tls ? 443 : 80),
    path,
    ...(tls && caFile !== undefined && { ca: readStart(caFile, CA_BYTES) }),
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  }
}

function notAllowed(status: number): Pick<NotChecked, 'why' | 'says'> {
  return { why: 'missing-right', says: `kubelet refuses the agent's token with status ${status}` }
}

function refused(endpoint: Endpoint, refusal: Pick<NotChecked, 'why' | 'says'>): Asked {
  return { status: undefined, ended: undefined, notChecked: [{ what: `kubelet ${endpoint}`, ...refusal }] }
}
