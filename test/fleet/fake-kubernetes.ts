import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Authority, Pem } from './certificates.ts'

/** A token as the cluster knows it. */
export interface FakeToken {
  readonly audiences: readonly string[]
  /** `namespace:name`. */
  readonly account: string
  readonly node?: string
  readonly pod?: { readonly name: string; readonly uid: string }
  readonly expired?: boolean
  /** Reviewed as by an API server that ignores the audiences that it is asked about. */
  readonly blind?: boolean
}

export const APP_TOKEN = 'header.app-token.signature'

/**
 * An API server that knows a few tokens, pods and nodes. It refuses what a real one refuses, and more: whatever is
 * not exactly the call that we mean to make is a mistake of ours, and is listed in `mistakes`.
 */
export class FakeKubernetes {
  readonly tokens = new Map<string, FakeToken>()
  /** `namespace/name` to its node and uid. */
  readonly pods = new Map<string, { readonly node: string; readonly uid: string }>()
  readonly labels = new Map<string, Record<string, string>>()
  readonly mistakes: string[] = []
  /** Method and path of every call, with the bearer token that came. */
  readonly calls: string[] = []
  /** Taken away by a test: what the app may not do. */
  readonly forbidden = new Set<'tokenreviews' | 'nodes'>()
  /** An old API server, which ignores the audiences that it is asked about. */
  knowsAudiences = true
  /** Instead of the answer. */
  trouble: ((response: ServerResponse) => void) | undefined
  readonly #server: Server

  private constructor(pem: Pem) {
    this.#server = createServer(pem, (request, response) => void this.#serve(request, response))
  }

  static async start(authority: Authority, names: readonly string[] = ['127.0.0.1']): Promise<FakeKubernetes> {
    const kubernetes = new FakeKubernetes(authority.issue(names))
    await once(kubernetes.#server.listen(0, '127.0.0.1'), 'listening')
    return kubernetes
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request
    this.calls.push(`${method} ${url} ${request.headers.authorization}`)
    let body = ''
    for await (const piece of request) body += piece
    if (this.trouble) return this.trouble(response)
    const { status, answer } = this.#answer(request, url, body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  #answer(request: IncomingMessage, url: string, body: string): { status: number; answer: unknown } {
    if (request.headers.authorization !== `Bearer ${APP_TOKEN}`) return failure(401)
    const call = `${request.method} ${url}`
    if (call === 'POST /apis/authentication.k8s.io/v1/tokenreviews')
      return this.forbidden.has('tokenreviews') ? failure(403) : this.#review(request, body)
    if (call === 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews') return this.#mayWe(body)
    const [, node] = /^GET \/api\/v1\/nodes\/([a-z0-9.-]+)$/.exec(call) ?? []
    if (node !== undefined) return this.forbidden.has('nodes') ? failure(403) : this.#node(request, node)
    const [, namespace, pod] = /^GET \/api\/v1\/namespaces\/([a-z0-9-]+)\/pods\/([a-z0-9.-]+)$/.exec(call) ?? []
    if (namespace !== undefined) return this.#pod(`${namespace}/${pod}`)
    this.mistakes.push(`no such call: ${call}`)
    return failure(404)
  }

  #review({ headers }: IncomingMessage, body: string): { status: number; answer: unknown } {
    if (headers['content-type'] !== 'application/json') this.mistakes.push('a TokenReview that is not sent as JSON')
    const { apiVersion, kind, spec } = JSON.parse(body) as Record<string, unknown>
    const { token, audiences } = spec as { token: string; audiences?: string[] }
    if (apiVersion !== 'authentication.k8s.io/v1' || kind !== 'TokenReview')
      this.mistakes.push(`a ${apiVersion} ${kind}`)
    if (audiences?.join() !== 'casebook-agent') this.mistakes.push(`a review for the audiences ${audiences}`)
    return { status: 201, answer: { apiVersion, kind, spec, status: this.#statusOf(token, audiences ?? []) } }
  }

  #statusOf(token: string, asked: readonly string[]): object {
    const known = this.tokens.get(token)
    const common = known?.audiences.filter((audience) => asked.includes(audience)) ?? []
    const heedsAudiences = this.knowsAudiences && !known?.blind
    if (!known || known.expired || (heedsAudiences && common.length === 0))
      return { user: {}, error: '[invalid bearer token, token lookup failed]' }
    const { account, node, pod } = known
    const extra = {
      'authentication.kubernetes.io/credential-id': ['JTI=7ee5'],
      ...(node === undefined ? {} : { 'authentication.kubernetes.io/node-name': [node] }),
      ...(pod === undefined ? {} : { 'authentication.kubernetes.io/pod-name': [pod.name] }),
      ...(pod === undefined ? {} : { 'authentication.kubernetes.io/pod-uid': [pod.uid] }),
    }
    const user = {
      username: `system:serviceaccount:${account}`,
      uid: 'f8b4',
      groups: ['system:serviceaccounts'],
      extra,
    }
    return { authenticated: true, user, ...(heedsAudiences ? { audiences: common } : {}) }
  }

  #mayWe(body: string): { status: number; answer: unknown } {
    const { spec } = JSON.parse(body) as { spec: { resourceAttributes: { resource: 'tokenreviews' | 'nodes' } } }
    return { status: 201, answer: { status: { allowed: !this.forbidden.has(spec.resourceAttributes.resource) } } }
  }

  #node({ headers }: IncomingMessage, name: string): { status: number; answer: unknown } {
    if (!headers.accept?.includes('as=PartialObjectMetadata')) this.mistakes.push('a whole node was asked for')
    const labels = this.labels.get(name)
    return labels
      ? { status: 200, answer: { kind: 'PartialObjectMetadata', metadata: { name, labels } } }
      : failure(404)
  }

  #pod(name: string): { status: number; answer: unknown } {
    const pod = this.pods.get(name)
    return pod
      ? { status: 200, answer: { kind: 'Pod', metadata: { uid: pod.uid }, spec: { nodeName: pod.node } } }
      : failure(404)
  }
}

function failure(code: number): { status: number; answer: unknown } {
  return { status: code, answer: { kind: 'Status', status: 'Failure', code } }
}
