import { askRunningApp } from '../../fleet/ask-running-app.ts'
import { readCertificate } from '../../fleet/certificate.ts'
import { openKubernetesApi } from '../../fleet/kubernetes/api.ts'
import { isAllowed, READ_NODES, REVIEW_TOKENS } from '../../fleet/kubernetes/permission.ts'
import { KnownError } from '../../model/known-error.ts'
import type { SlackConfig } from '../../slack/slack-config.ts'
import { type Finding, guard, ok, skipped, wrong } from './finding.ts'

type Agents = NonNullable<SlackConfig['agents']>

/** Whether agents can connect and do: their settings, the certificate that they see, what Kubernetes lets the app do, and who is there. */
export async function checkAgents({ agents, database }: SlackConfig, now: Date): Promise<Finding[]> {
  if (!agents)
    return [
      { check: 'agents', state: 'optional', says: 'none are configured: nodes cannot be asked; see docs/agents.md' },
    ]
  return Promise.all([
    checkConnected(agents, database),
    guard('certificate', () => checkCertificate(agents, now)),
    ...(agents.kubernetes ? [guard('kubernetes', () => checkKubernetes(agents.kubernetes))] : []),
  ])
}

async function checkConnected({ port, kubernetes, enrolment }: Agents, database: string): Promise<Finding> {
  const ways = [...(kubernetes ? ['by ServiceAccount'] : []), ...(enrolment ? ['by key'] : [])].join(' and ')
  const where = `agents connect at port ${port} ${ways}`
  try {
    const { length } = await askRunningApp(database).agents()
    return ok('agents', `${where}; ${length === 1 ? '1 is' : `${length} are`} connected`)
  } catch (error) {
    if (!(error instanceof KnownError)) throw error
    if (error.code === 'no-running-app') return skipped('agents', `${where}, when Casebook runs: none does here now`)
    return wrong('agents', error.message)
  }
}

const DAY_MS = 86_400_000
const SOON_MS = 7 * DAY_MS

async function checkCertificate({ tls }: Agents, now: Date): Promise<Finding> {
  const { expiresAt } = await readCertificate(tls)
  const leftMs = expiresAt.getTime() - now.getTime()
  const day = expiresAt.toISOString().slice(0, 10)
  if (leftMs <= 0) return wrong('certificate', `\`${tls.cert}\` expired on ${day}: no agent connects; renew it`)
  if (leftMs < SOON_MS) return wrong('certificate', `\`${tls.cert}\` expires on ${day}; renew it`)
  return ok('certificate', `agents see \`${tls.cert}\`, good until ${day}`)
}

async function checkKubernetes(settings: Agents['kubernetes']): Promise<Finding> {
  if (!settings) return skipped('kubernetes', 'not configured')
  const api = openKubernetesApi(settings)
  try {
    const [mayReview, mayRead] = [await isAllowed(api, REVIEW_TOKENS), await isAllowed(api, READ_NODES)]
    if (!mayReview) return { check: 'kubernetes', state: 'missing', says: MAY_NOT_REVIEW }
    if (!mayRead) return { check: 'kubernetes', state: 'optional', says: MAY_NOT_READ }
    return ok('kubernetes', `the app may review tokens at ${settings.api}, and read the labels of nodes`)
  } finally {
    api.close()
  }
}

const MAY_NOT_REVIEW =
  'the app may not create tokenreviews.authentication.k8s.io: no agent connects; bind its ServiceAccount to a ClusterRole that allows it'
const MAY_NOT_READ =
  'the app may not get nodes: they have no labels here; allow it in its ClusterRole to choose nodes by label'
