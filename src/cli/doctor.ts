import { access, readFile, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import {
  type AuthTestResponse,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api'
import { Command, InvalidArgumentError } from 'commander'
import { openCasebook } from '../casebook.ts'
import { page } from '../messages/page.ts'
import { KnownError } from '../model/known-error.ts'
import { writeProblem } from '../model/problem.ts'
import { createLog, slackLogger } from '../slack/log.ts'
import { NEEDS, type Need } from '../slack/needs.ts'
import { readSlackConfig, type SlackConfig } from '../slack/slack-config.ts'
import { findFault } from '../store/sqlite/find-fault.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { checkPlace } from '../store/sqlite/place.ts'
import { checkAgents } from './doctor/agents.ts'
import { type Finding, guard, ok, skipped, wrong } from './doctor/finding.ts'
import { EXIT, type Io } from './io/io.ts'
import type { Verb } from './io/verb.ts'

interface Options {
  readonly config?: string
  readonly connect: boolean
  readonly timeout: number
  readonly json?: true
}

/**
 * Looks at everything that Casebook in Slack rests on. It asks for a socket address unless told not to: a wrong
 * app-level token is the commonest mistake, an address that nobody connects to expires by itself, and one call of the
 * fifty a minute takes nothing from a Casebook that runs.
 */
const doctor: Verb = (io, exit) =>
  new Command('doctor')
    .description(
      'checks configuration, tokens, scopes, database, agents and library: what is missing or wrong, and what to do',
    )
    .option('--config <file>', 'the YAML file of the Slack app', io.config.slackFile)
    .option('--no-connect', 'do not ask Slack for a socket address')
    .option('--timeout <seconds>', 'how long Slack may take to answer', readSeconds, 5)
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const findings = await examine(io, options)
      const ok = findings.every(({ state }) => state !== 'missing' && state !== 'wrong')
      if (!ok) exit(EXIT.negative)
      io.write(options.json ? `${JSON.stringify({ ok, checks: findings }, null, 2)}\n` : textOf(findings, io))
    })

export default doctor

async function examine(io: Io, options: Options): Promise<Finding[]> {
  const library = checkLibrary(io.config.knowledge)
  const read = await readConfiguration(io, options.config)
  if (!('config' in read)) {
    const rest = ['bot token', 'scopes', 'app token', 'database', 'agents'].map((check) =>
      skipped(check, 'the configuration comes first'),
    )
    return [...read.problems.map((says) => wrong('configuration', says)), ...rest, await library]
  }
  const { config } = read
  const [slack, appToken, database, agents] = await Promise.all([
    checkBotToken(config, options),
    checkAppToken(config, options),
    checkDatabase(resolve(config.database)),
    checkAgents(config, new Date()),
  ])
  return [configurationOf(config, options.config), ...slack, appToken, ...database, ...agents, await library]
}

// configuration

type Read = { readonly config: SlackConfig } | { readonly problems: readonly string[] }

async function readConfiguration(io: Io, file: string | undefined): Promise<Read> {
  try {
    const yaml = file === undefined ? undefined : await readFile(file, 'utf8')
    return { config: readSlackConfig(io.config.slack, yaml, file) }
  } catch (error) {
    if (error instanceof KnownError) return { problems: problemsIn(error) }
    return { problems: [`cannot read \`${file}\` (${codeOf(error)}); correct CASEBOOK_CONFIG or --config`] }
  }
}

/** Its message is a heading and a list. */
function problemsIn({ message }: KnownError): readonly string[] {
  const [heading, ...list] = message.split('\n- ')
  return list.length > 0 ? list : [heading ?? message]
}

function configurationOf({ transport, defaultMode }: SlackConfig, file: string | undefined): Finding {
  const source = file === undefined ? 'all defaults, no file is named' : `from \`${file}\``
  return ok('configuration', `transport ${transport.kind}, channels start with the mode ${defaultMode}; ${source}`)
}

// tokens and scopes

/** What Slack answered, or why there is no answer. */
type Asked<T> = { readonly said: T } | { readonly trouble: string }

async function checkBotToken(config: SlackConfig, options: Options): Promise<Finding[]> {
  const web = slackClient(config, config.botToken, options)
  const answer = await ask(web.auth.test(), config, BOT_TOKEN_AGAIN)
  return [botTokenOf(answer, config), ...scopesOf(answer)]
}

function botTokenOf(answer: Asked<AuthTestResponse>, { apiUrl, transport }: SlackConfig): Finding {
  if ('trouble' in answer) return wrong('bot token', answer.trouble)
  const { user, team, team_id: id, app_id: app } = answer.said
  const otherApp = transport.kind === 'socket' ? appOf(transport.appToken) : undefined
  if (app !== undefined && otherApp !== undefined && app !== otherApp)
    return wrong('bot token', `it belongs to the app ${app}, SLACK_APP_TOKEN to ${otherApp}; copy both from one app`)
  return ok('bot token', `${apiUrl} knows it as \`${user}\` in \`${team}\` (${id})`)
}

/** An app-level token holds the id of its app: xapp-1-A012AB3CD-… */
function appOf(appToken: string): string | undefined {
  return /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1]
}

function scopesOf(answer: Asked<AuthTestResponse>): Finding[] {
  if ('trouble' in answer) return [skipped('scopes', 'Slack tells them with the bot token only')]
  const granted = answer.said.response_metadata?.scopes
  if (!granted)
    return [skipped('scopes', "Slack's answer came without the header x-oauth-scopes; does a proxy remove it?")]
  const absent = NEEDS.filter((need) => !granted.includes(need.scope))
  return absent.length > 0 ? absent.map(absentScope) : [ok('scopes', `all ${NEEDS.length} are granted`)]
}

function absentScope({ scope, optional, methods, events, others, without }: Need): Finding {
  const users = [...methods, ...events, ...others].join(', ')
  const remedy = 'add it under "OAuth & Permissions", "Bot Token Scopes", and reinstall the app'
  const says = `${scope} is not granted (for ${users}): ${without}; ${remedy}`
  return { check: 'scopes', state: optional ? 'optional' : 'missing', says }
}

async function checkAppToken(config: SlackConfig, options: Options): Promise<Finding> {
  if (config.transport.kind === 'http')
    return skipped('app token', 'transport http needs none; a wrong SLACK_SIGNING_SECRET shows when Slack calls')
  if (!options.connect) return skipped('app token', 'left out by --no-connect')
  const web = slackClient(config, config.transport.appToken, options)
  const answer = await ask(web.apps.connections.open(), config, APP_TOKEN_AGAIN)
  if ('trouble' in answer) return wrong('app token', answer.trouble)
  return ok('app token', 'Slack gives a socket address for it')
}

function slackClient(config: SlackConfig, token: string, { timeout }: Options): WebClient {
  return new WebClient(token, {
    slackApiUrl: config.apiUrl,
    timeout: timeout * 1000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(createLog('silent')),
  })
}

const BOT_TOKEN_AGAIN =
  'copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" into SLACK_BOT_TOKEN again, after "Reinstall" if the app was removed'
const APP_TOKEN_AGAIN =
  'make an app-level token (xapp-…) with connections:write under "Basic Information", copy it into SLACK_APP_TOKEN, and see that "Socket Mode" is on'

async function ask<T>(call: Promise<T>, { apiUrl }: SlackConfig, remedy: string): Promise<Asked<T>> {
  try {
    return { said: await call }
  } catch (error) {
    return { trouble: troubleOf(error, apiUrl, remedy) }
  }
}

function troubleOf(error: unknown, apiUrl: string, remedy: string): string {
  if (error instanceof WebAPIRateLimitedError) return `Slack limits the rate; ask again in ${error.retryAfter} s`
  if (error instanceof WebAPIHTTPError)
    return `${apiUrl} answers HTTP ${error.statusCode}; try again, or correct SLACK_API_URL`
  if (error instanceof WebAPIRequestError)
    return `${apiUrl} cannot be reached (${codeOf(error.original)}); this machine needs outgoing HTTPS to it`
  if (!(error instanceof WebAPIPlatformError)) throw error
  const code = error.data.error
  // The client takes any text for an error code: a page that somebody else answered with, too.
  return /^[a-z_]{1,60}$/.test(code)
    ? `Slack refuses it (${code}): ${remedy}`
    : `${apiUrl} answers with something else than Slack does; is there a proxy or a login page in between?`
}

// database

async function checkDatabase(file: string): Promise<Finding[]> {
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (!exists) return [await guard('database', () => canBeMade(file)), await checkRoom(file)]
  const opened = await guard('database', () => writes(file))
  const integrity =
    opened.state === 'ok'
      ? await guard('integrity', () => integrityOf(file))
      : skipped('integrity', 'the database comes first')
  return [opened, integrity, await checkRoom(file)]
}

/** Not made here: whoever runs the doctor may be somebody else than the one who runs Casebook, and it would be theirs. */
function canBeMade(file: string): Finding {
  checkPlace(file)
  return ok('database', `\`${file}\` does not exist yet; \`casebook slack\` makes it`)
}

async function writes(file: string): Promise<Finding> {
  try {
    const store = openSqliteStore(file)
    try {
      await store.audit({ at: Date.now(), actor: 'doctor', action: 'checked', object: file, allowed: true })
    } finally {
      await store.close()
    }
    return ok('database', `\`${file}\` opens and takes what is written`)
  } catch (error) {
    if (!(error instanceof KnownError && error.code === 'store-in-use')) throw error
    return ok('database', `\`${file}\` is in the hands of a Casebook that runs`)
  }
}

function integrityOf(file: string): Finding {
  const fault = findFault(file)
  if (fault === undefined) return ok('integrity', 'quick_check finds nothing')
  return wrong('integrity', `quick_check finds \`${fault}\`; restore the last backup`)
}

const MIN_FREE_MIB = 100

function checkRoom(file: string): Promise<Finding> {
  const folder = dirname(file)
  return guard('room', async () => {
    const { bavail, bsize, files, ffree } = await statfs(folder)
    const freeMib = Math.floor((bavail * bsize) / (1 << 20))
    if (freeMib < MIN_FREE_MIB)
      return wrong('room', `${freeMib} MiB are free at \`${folder}\`; make room for at least ${MIN_FREE_MIB} MiB`)
    if (files > 0 && ffree === 0)
      return wrong('room', `no inode is free at \`${folder}\`; delete files that nobody needs`)
    return ok('room', `${freeMib} MiB are free at \`${folder}\``)
  })
}

// library

function checkLibrary(folder: string): Promise<Finding> {
  return guard('library', async () => {
    const { cases, problems } = await openCasebook(folder)
    const [first] = problems
    if (first)
      return wrong(
        'library',
        `${cases.length} cases answer, others have mistakes (\`casebook check\`): ${writeProblem(first)}`,
      )
    if (cases.length === 0) return wrong('library', `no case is in \`${folder}\`; correct or unset CASEBOOK_KNOWLEDGE`)
    return ok('library', `${cases.length} cases answer`)
  })
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return codeOf(cause)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

function textOf(findings: readonly Finding[], io: Io): string {
  const { paint } = page({ language: 'en', width: io.width, color: io.color })
  const color = { ok: paint.green, optional: paint.yellow, missing: paint.red, wrong: paint.red, skipped: paint.dim }
  const lines = findings.map(
    ({ check, state, says }) =>
      `${color[state](state.padEnd(8))} ${check.padEnd(13)} ${says.replaceAll(/\s+/g, ' ')}\n`,
  )
  return lines.join('')
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 60)) throw new InvalidArgumentError('expected seconds, more than 0 and at most 60')
  return seconds
}
