import { isIP } from 'node:net'
import { z } from 'zod'
import type { AgentEnvironment } from '../config.ts'
import { AGENT_PATH } from '../model/frame.ts'
import { KnownError } from '../model/known-error.ts'
import type { Credential, Endpoint } from './connection/endpoint.ts'
import type { KubeletAccess, NodeView } from './node-view.ts'

export interface AgentSettings {
  readonly endpoint: Endpoint
  readonly view: NodeView
  /** Made when every probe child is ready: what a startup or readiness probe looks at, since the agent has no listener. */
  readonly readyFile: string | undefined
}

const URL_NEEDED = 'must be wss://HOST:PORT of the app: nothing but TLS is spoken'
const KUBELET_NEEDED = 'must be https://ADDRESS:PORT with the address of this node in numbers'

const path = z.string().startsWith('/', 'must be an absolute path')
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((word) => word === 'true')

const environmentSchema = z.object({
  url: z.string({ error: URL_NEEDED }).refine(isAppUrl, URL_NEEDED),
  serverName: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, 'must be a host name: the one in the certificate of the app')
    .optional(),
  caFile: path.optional(),
  tokenFile: path.optional(),
  keyFile: path.optional(),
  readyFile: path.optional(),
  proc: path.default('/proc'),
  sys: path.default('/sys'),
  anchors: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .filter((pair) => pair.trim() !== '')
        .map(readAnchor),
    )
    .refine(
      (anchors) => anchors.every(isAnchor),
      'must be PATH_ON_THE_NODE=PATH_HERE, with a comma between two of them',
    ),
  contained: flag.optional(),
  remote: flag.default(false),
  dockerSocket: path.optional(),
  criSocket: path.optional(),
  kubeletUrl: z.string().refine(isKubeletUrl, KUBELET_NEEDED).optional(),
  kubeletTokenFile: path.optional(),
  kubeletCaFile: path.optional(),
})

type Environment = z.infer<typeof environmentSchema>

/**
 * Throws one KnownError `bad-configuration` that lists every problem with what to do. `sharesNode`: this process is in
 * the namespaces of its node, as far as it can tell.
 */
export function readAgentSettings(environment: AgentEnvironment, sharesNode: boolean): AgentSettings {
  const read = environmentSchema.safeParse(withoutEmpty(environment))
  const credential = readCredential(environment)
  const problems = [
    ...(read.success ? [] : read.error.issues.map(describe)),
    ...(typeof credential === 'string' ? [credential] : []),
  ]
  if (!read.success || typeof credential === 'string') throw badConfiguration(problems)
  const { url, serverName, caFile, readyFile } = read.data
  const endpoint = { url: new URL(AGENT_PATH, url), serverName, caFile, credential }
  return { endpoint, readyFile, view: viewOf(read.data, sharesNode) }
}

function viewOf(environment: Environment, sharesNode: boolean): NodeView {
  const { contained, proc, sys, anchors, remote, dockerSocket, criSocket } = environment
  return {
    contained: contained ?? (proc !== '/proc' || !sharesNode),
    proc,
    sys,
    anchors,
    remote,
    dockerSocket,
    criSocket,
    kubelet: kubeletOf(environment),
  }
}

function kubeletOf({ kubeletUrl, kubeletTokenFile, kubeletCaFile }: Environment): KubeletAccess | undefined {
  return kubeletUrl === undefined ? undefined : { url: kubeletUrl, tokenFile: kubeletTokenFile, caFile: kubeletCaFile }
}

/** Deployments set what they leave out to nothing. */
function withoutEmpty(environment: AgentEnvironment): object {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}

function readCredential({ tokenFile, keyFile }: AgentEnvironment): Credential | string {
  if (tokenFile && !keyFile) return { kind: 'token', file: tokenFile }
  if (keyFile && !tokenFile) return { kind: 'key', file: keyFile }
  return 'set one of CASEBOOK_AGENT_TOKEN_FILE (a projected ServiceAccount token) and CASEBOOK_AGENT_KEY_FILE (the key that `casebook enroll` got)'
}

function readAnchor(pair: string) {
  const [path = '', at = ''] = pair.trim().split(/=(.*)/s)
  return { path, at }
}

function isAnchor({ path, at }: ReturnType<typeof readAnchor>): boolean {
  return path.startsWith('/') && at.startsWith('/')
}

function isAppUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'wss:' || url.username || url.password || url.search || url.hash) return false
  return url.pathname === '/' || url.pathname === AGENT_PATH
}

/** A name would have to be looked up, and anybody who answers could ask for the token. */
function isKubeletUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'https:' && isIP(url.hostname.replaceAll(/[[\]]/g, '')) > 0
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const name = String(path[0]).replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
  return `CASEBOOK_AGENT_${name.toUpperCase()} ${message}`
}

function badConfiguration(problems: readonly string[]): KnownError {
  const list = problems.map((problem) => `- ${problem}`).join('\n')
  return new KnownError('bad-configuration', `the configuration has ${problems.length} problems:\n${list}`)
}
