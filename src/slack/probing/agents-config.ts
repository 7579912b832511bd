import { z } from 'zod'

const file = z.string().min(1)
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'
const ACCOUNT = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/

const kubernetes = z.strictObject({
  service_accounts: z
    .array(z.string().regex(ACCOUNT, 'must be namespace/name of a ServiceAccount'))
    .min(1, 'must name the ServiceAccounts that agents run as'),
  api: z
    .url({ protocol: /^https$/, error: 'must be an https address of the API server' })
    .default('https://kubernetes.default.svc'),
  token_file: file.default(`${SERVICE_ACCOUNT}/token`).describe("the app's own token"),
  ca_file: file.default(`${SERVICE_ACCOUNT}/ca.crt`).describe("who signed the API server's certificate"),
})

/** The setting `agents`. Without it nobody listens; with it, only what it names may connect. */
export const agentsSetting = z
  .strictObject({
    port: z.int('must be a port').min(0).max(65_535).default(8443).describe('where agents connect'),
    address: z.string().min(1).optional().describe('the address to listen on; all of them when absent'),
    tls: z.strictObject({ cert: file, key: file }),
    kubernetes: kubernetes.optional(),
    enrolment: z.boolean().default(false).describe('whether hosts may be enrolled with a key'),
  })
  .refine(({ kubernetes, enrolment }) => kubernetes !== undefined || enrolment, {
    error: 'lets nobody connect: name kubernetes.service_accounts, or set enrolment: true',
  })

/** Whose agents may connect, and where. What the fleet is started with. */
export interface AgentsConfig {
  readonly port: number
  readonly address: string | undefined
  readonly tls: { readonly cert: string; readonly key: string }
  readonly kubernetes: KubernetesConfig | undefined
  readonly enrolment: boolean
}

interface KubernetesConfig {
  readonly serviceAccounts: readonly string[]
  readonly api: string
  readonly tokenFile: string
  readonly caFile: string
}

export function agentsConfigOf(setting: z.infer<typeof agentsSetting> | undefined): AgentsConfig | undefined {
  if (!setting) return undefined
  const { port, address, tls, kubernetes: cluster, enrolment } = setting
  return {
    port,
    address,
    tls,
    enrolment,
    kubernetes: cluster && {
      serviceAccounts: cluster.service_accounts,
      api: cluster.api,
      tokenFile: cluster.token_file,
      caFile: cluster.ca_file,
    },
  }
}
