import { fileURLToPath } from 'node:url'
import type { Language } from './model/case.ts'

/** What the environment says. This is its only reader. */
export interface Config {
  readonly knowledge: string
  readonly proofs: string
  /** The pages that are generated, and the library that they are of. */
  readonly reference: { readonly of: string; readonly folder: string }
  /** Undefined when the locale does not say. */
  readonly language: Language | undefined
  /** Undefined when nobody asked: then colour is for terminals. */
  readonly color: boolean | undefined
  /** The YAML file of the Slack app; absent when nobody named one. */
  readonly slackFile: string | undefined
  readonly slack: SlackEnvironment
  readonly agent: AgentEnvironment
}

/** The Slack app's part, as it came. */
export interface SlackEnvironment {
  readonly botToken: string | undefined
  readonly appToken: string | undefined
  readonly signingSecret: string | undefined
  readonly apiUrl: string | undefined
  readonly filesUrl: string | undefined
}

/** The node agent's part, as it came. */
export interface AgentEnvironment {
  readonly url: string | undefined
  readonly serverName: string | undefined
  readonly caFile: string | undefined
  readonly tokenFile: string | undefined
  readonly keyFile: string | undefined
  readonly readyFile: string | undefined
  readonly proc: string | undefined
  readonly sys: string | undefined
  readonly anchors: string | undefined
  readonly contained: string | undefined
  readonly remote: string | undefined
  readonly dockerSocket: string | undefined
  readonly criSocket: string | undefined
  readonly kubeletUrl: string | undefined
  readonly kubeletTokenFile: string | undefined
  readonly kubeletCaFile: string | undefined
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return {
    knowledge: environment.CASEBOOK_KNOWLEDGE ?? fromPackage('knowledge'),
    proofs: environment.CASEBOOK_PROOFS ?? fromPackage('test/knowledge'),
    reference: { of: fromPackage('knowledge'), folder: fromPackage('docs/reference') },
    language: languageOf(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''),
    color: colorWish(environment),
    slackFile: environment.CASEBOOK_CONFIG,
    slack: {
      botToken: environment.SLACK_BOT_TOKEN,
      appToken: environment.SLACK_APP_TOKEN,
      signingSecret: environment.SLACK_SIGNING_SECRET,
      apiUrl: environment.SLACK_API_URL,
      filesUrl: environment.SLACK_FILES_URL,
    },
    agent: readAgent(environment),
  }
}

function readAgent(environment: NodeJS.ProcessEnv): AgentEnvironment {
  return {
    url: environment.CASEBOOK_AGENT_URL,
    serverName: environment.CASEBOOK_AGENT_SERVER_NAME,
    caFile: environment.CASEBOOK_AGENT_CA_FILE,
    tokenFile: environment.CASEBOOK_AGENT_TOKEN_FILE,
    keyFile: environment.CASEBOOK_AGENT_KEY_FILE,
    readyFile: environment.CASEBOOK_AGENT_READY_FILE,
    proc: environment.CASEBOOK_AGENT_PROC,
    sys: environment.CASEBOOK_AGENT_SYS,
    anchors: environment.CASEBOOK_AGENT_ANCHORS,
    contained: environment.CASEBOOK_AGENT_CONTAINED,
    remote: environment.CASEBOOK_AGENT_REMOTE,
    dockerSocket: environment.CASEBOOK_AGENT_DOCKER_SOCKET,
    criSocket: environment.CASEBOOK_AGENT_CRI_SOCKET,
    kubeletUrl: environment.CASEBOOK_AGENT_KUBELET_URL,
    kubeletTokenFile: environment.CASEBOOK_AGENT_KUBELET_TOKEN_FILE,
    kubeletCaFile: environment.CASEBOOK_AGENT_KUBELET_CA_FILE,
  }
}

function fromPackage(folder: string): string {
  return fileURLToPath(new URL(`../${folder}`, import.meta.url))
}

function languageOf(locale: string): Language | undefined {
  if (/^zh/i.test(locale)) return 'zh'
  return /^(?:C|POSIX)?(?:\.|$)/.test(locale) ? undefined : 'en'
}

/** https://no-color.org and its opposite, https://force-color.org */
function colorWish(environment: NodeJS.ProcessEnv): boolean | undefined {
  if (environment.NO_COLOR) return false
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0'
  return undefined
}
