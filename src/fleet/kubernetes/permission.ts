import { z } from 'zod'
import type { KubernetesApi } from './api.ts'

const review = z.object({ status: z.object({ allowed: z.boolean() }) })

/** What RBAC is asked about: `create tokenreviews in authentication.k8s.io`. */
export interface Permission {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly namespace?: string
}

/** What the app needs: to review tokens; and what makes it better: to read nodes for their labels. */
export const REVIEW_TOKENS: Permission = { verb: 'create', group: 'authentication.k8s.io', resource: 'tokenreviews' }
export const READ_NODES: Permission = { verb: 'get', group: '', resource: 'nodes' }

/** Whether the app may. Every ServiceAccount may ask this of itself: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */
export async function isAllowed(api: KubernetesApi, permission: Permission): Promise<boolean> {
  const answer = await api.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: permission },
  })
  const read = review.safeParse(answer)
  return read.success && read.data.status.allowed
}
