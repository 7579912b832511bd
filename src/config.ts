import { fileURLToPath } from 'node:url'
import type { Language } from './model/case.ts'

/** What the environment says. This is its only reader. */
export interface Config {
  readonly knowledge: string
  readonly proofs: string
  /** Undefined when the locale does not say. */
  readonly language: Language | undefined
  /** Undefined when nobody asked: then colour is for terminals. */
  readonly color: boolean | undefined
  /** The YAML file of the Slack app; absent when nobody named one. */
  readonly slackFile: string | undefined
  readonly slack: SlackEnvironment
}

/** The Slack app's part, as it came. */
export interface SlackEnvironment {
  readonly botToken: string | undefined
  readonly appToken: string | undefined
  readonly signingSecret: string | undefined
  readonly apiUrl: string | undefined
  readonly filesUrl: string | undefined
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return {
    knowledge: environment.CASEBOOK_KNOWLEDGE ?? fromPackage('knowledge'),
    proofs: environment.CASEBOOK_PROOFS ?? fromPackage('test/knowledge'),
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
