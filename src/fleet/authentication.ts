import { KnownError } from '../model/known-error.ts'
import type { Enrolment } from './enrolment.ts'
import { type Identity, Refusal } from './identity.ts'
import { readKey } from './keys.ts'
import type { KubernetesApi } from './kubernetes/api.ts'
import { readNodeLabels } from './kubernetes/node-labels.ts'
import { reviewToken } from './kubernetes/token-review.ts'
import type { FleetLog } from './log.ts'

/** Whose credentials count; what is undefined does not. */
export interface Authorities {
  readonly kubernetes: { readonly api: KubernetesApi; readonly serviceAccounts: readonly string[] } | undefined
  readonly enrolment: Enrolment | undefined
  readonly log: FleetLog
}

const BEARER = /^Bearer ([\x21-\x7e]{1,8000})$/

/** What stands behind `Bearer`. Throws a Refusal when there is nothing of the kind. */
export function readBearer(authorization: string | undefined): string {
  const [, credential] = BEARER.exec(authorization ?? '') ?? []
  if (credential === undefined) throw new Refusal('no-credential', 'the header `authorization: Bearer …` is missing')
  return credential
}

/** Whose agent presents the credential. Throws a Refusal when it does not count, another KnownError when that cannot be told now. */
export async function identify(credential: string, { kubernetes, enrolment, log }: Authorities): Promise<Identity> {
  const key = readKey(credential)
  if (key && enrolment) return enrolment.identify(key)
  if (key || !kubernetes) throw new Refusal('credential-not-taken', 'credentials of this kind are not configured')
  const node = await reviewToken(kubernetes.api, credential, kubernetes.serviceAccounts)
  return { node, labels: await labelsOf(kubernetes.api, node, log), by: 'kubernetes' }
}

/** A node without its labels is better than no node: the app may not be allowed to read them. */
async function labelsOf(api: KubernetesApi, node: string, log: FleetLog): Promise<Identity['labels']> {
  try {
    return await readNodeLabels(api, node)
  } catch (error) {
    if (!(error instanceof KnownError)) throw error
    log.info({ node, why: error.code, says: error.message }, 'the labels of a node are not known')
    return {}
  }
}
