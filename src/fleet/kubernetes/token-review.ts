import { z } from 'zod'
import { AGENT_AUDIENCE } from '../../model/frame.ts'
import { KnownError } from '../../model/known-error.ts'
import { quote } from '../foreign-text.ts'
import { isNodeName, Refusal } from '../identity.ts'
import type { KubernetesApi } from './api.ts'

const MAX_TOKEN_LENGTH = 6000
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

const review = z.object({
  status: z.object({
    authenticated: z.boolean().default(false),
    audiences: z.array(z.string()).default([]),
    error: z.string().optional(),
    user: z
      .object({ username: z.string().default(''), extra: z.record(z.string(), z.array(z.string())).default({}) })
      .default({ username: '', extra: {} }),
  }),
})
type Reviewed = z.infer<typeof review>['status']

const boundPod = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({ nodeName: z.string() }),
})

/**
 * The node whose agent presents a token: one TokenReview, and for clusters that do not tell the node (older than 1.30)
 * a look at the pod. Throws a Refusal when the token does not count.
 *
 * The extra fields are those of the example under "Verifying and inspecting private claims" in
 * https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
export async function reviewToken(api: KubernetesApi, token: string, accounts: readonly string[]): Promise<string> {
  if (token.length > MAX_TOKEN_LENGTH || !JWT.test(token))
    throw new Refusal('token-not-one', 'what was presented is no token of a ServiceAccount')
  const status = await askFor(api, token)
  checkStatus(status)
  const account = accountOf(status.user.username)
  if (account === undefined || !accounts.includes(account))
    throw new Refusal('token-of-another', `tokens of ${quote(status.user.username)} do not count`)
  return nodeOf(api, status, account)
}

async function askFor(api: KubernetesApi, token: string): Promise<Reviewed> {
  const answer = await api.post('/apis/authentication.k8s.io/v1/tokenreviews', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token, audiences: [AGENT_AUDIENCE] },
  })
  const read = review.safeParse(answer)
  if (read.success) return read.data.status
  throw new KnownError('kubernetes-odd-answer', 'the API server answers a TokenReview with something else')
}

/** An API server that knows no audiences leaves them out, and took the token for one of its own: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/ */
function checkStatus({ authenticated, audiences, error }: Reviewed): void {
  if (!authenticated)
    throw new Refusal('token-refused', `the API server does not know the token (${quote(error ?? 'no reason given')})`)
  if (!audiences.includes(AGENT_AUDIENCE))
    throw new Refusal('token-for-others', `the token is not for the audience \`${AGENT_AUDIENCE}\``)
}

const ACCOUNT = /^system:serviceaccount:([^:]{1,253}):([^:]{1,253})$/

/** `namespace/name`. */
function accountOf(username: string): string | undefined {
  const [, namespace, name] = ACCOUNT.exec(username) ?? []
  return namespace === undefined ? undefined : `${namespace}/${name}`
}

async function nodeOf(api: KubernetesApi, { user }: Reviewed, account: string): Promise<string> {
  const node = only(user.extra, 'node-name') ?? (await nodeOfPod(api, user.extra, account))
  if (node !== undefined && isNodeName(node)) return node
  throw new Refusal(
    'token-of-no-node',
    'the token is bound to no pod on a node; only a projected token of a pod counts',
  )
}

type Extra = Reviewed['user']['extra']

function only(extra: Extra, name: string): string | undefined {
  const values = extra[`authentication.kubernetes.io/${name}`] ?? []
  return values.length === 1 ? values[0] : undefined
}

/** The pod must still be the one that the token was made for: another may have its name by now. */
async function nodeOfPod(api: KubernetesApi, extra: Extra, account: string): Promise<string | undefined> {
  const pod = only(extra, 'pod-name')
  const [namespace = ''] = account.split('/')
  if (pod === undefined || !isNodeName(pod) || !isNodeName(namespace)) return undefined
  const read = boundPod.safeParse(await api.get(`/api/v1/namespaces/${namespace}/pods/${pod}`))
  if (!read.success || read.data.metadata.uid !== only(extra, 'pod-uid')) return undefined
  return read.data.spec.nodeName
}
