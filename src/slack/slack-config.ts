import { parseDocument } from 'yaml'
import { z } from 'zod'
import type { SlackEnvironment } from '../config.ts'
import { CHANNEL_MODES, type ChannelMode } from '../model/investigation.ts'
import { KnownError } from '../model/known-error.ts'
import { type AgentsConfig, agentsConfigOf, agentsSetting } from './probing/agents-config.ts'

/** How the Slack app runs: tokens from the environment, everything else from one YAML file. */
export interface SlackConfig {
  readonly botToken: string
  readonly transport:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string; readonly port: number }
  readonly apiUrl: string
  /** The only host that files are fetched from, with the bot token. */
  readonly filesUrl: string
  readonly database: string
  readonly healthPort: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** What a channel does before anybody set it from Slack. */
  readonly defaultMode: ChannelMode
  /** Bots whose alerts are read in channels with the mode `alerts`. */
  readonly alertBots: readonly string[]
  /** Channels shared with other organisations in which we answer. */
  readonly externalChannels: readonly string[]
  /** People who may set a channel's mode. Empty: every full member of the workspace. */
  readonly admins: readonly string[]
  /** People who may publish, send back and retire cases. Empty: who may set a channel's mode. */
  readonly reviewers: readonly string[]
  /** Where cases that wait for review are announced. Undefined: where each was begun. */
  readonly reviewChannel: string | undefined
  /** The same case is answered once in a channel within this time. */
  readonly quietMinutes: number
  /** What people pasted, and the answers to it, are deleted after this time. */
  readonly keepPastesDays: number
  readonly probing: Probing
  /** The weekly digest asks all nodes which of them come near a limit, for channels in which nodes may be asked. */
  readonly digestSweep: boolean
  /** Undefined: no agent may connect. */
  readonly agents: AgentsConfig | undefined
}

/** Who may have nodes asked, where, and which. What is not written here is not allowed: nobody may by default. */
export interface Probing {
  readonly channels: readonly string[]
  readonly people: readonly string[]
  readonly userGroups: readonly string[]
  /** Patterns of names (`gpu-*`) or of a label's values (`pool=gpu-*`). */
  readonly nodes: readonly string[]
}

const id = (letter: string, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^[${letter}][A-Z0-9]{2,20}$`),
      `must be the id of ${what}, like ${letter[0]}012AB3CD: names may change, ids do not`,
    )
const port = z.int('must be a port').min(0).max(65_535)

const configFile = z.strictObject({
  transport: z
    .enum(['socket', 'http'], { error: 'must be socket (no inbound address needed) or http' })
    .default('socket'),
  port: port.default(3000).describe('where the HTTP transport listens'),
  health_port: port.default(8080).describe('where /healthz listens, on all addresses'),
  database: z.string().min(1).default('casebook.db').describe('the SQLite file'),
  log_level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  default_mode: z.enum(CHANNEL_MODES as [ChannelMode, ...ChannelMode[]]).default('mention'),
  alert_bots: z.array(id('B', 'a bot')).default([]),
  external_channels: z.array(id('CG', 'a channel')).default([]),
  admins: z.array(id('UW', 'a person')).default([]),
  reviewers: z.array(id('UW', 'a person')).default([]),
  review_channel: id('CG', 'a channel').optional(),
  quiet_minutes: z.number().min(0).default(240),
  keep_pastes_days: z
    .number()
    .min(1, 'must be at least 1: Slack may deliver an event again for a day')
    .max(3650)
    .default(30),
  probing: z
    .strictObject({
      channels: z.array(id('CG', 'a channel')).default([]),
      people: z.array(id('UW', 'a person')).default([]),
      user_groups: z.array(id('S', 'a user group')).default([]),
      nodes: z
        .array(
          z
            .string()
            .regex(
              /^[^\s=*][^\s=]{0,252}=\S{1,253}$|^[^\s=]{1,253}$/,
              'must be a name or label=value; * is the only wildcard',
            ),
        )
        .default([]),
    })
    .prefault({}),
  digest_sweep: z.boolean('must be true or false').default(false),
  agents: agentsSetting.optional(),
})

const PROBLEMS = {
  botToken: 'SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of the app',
  badBotToken: 'SLACK_BOT_TOKEN must start with xoxb-: it is the Bot User OAuth Token, not the app-level one',
  appToken:
    'SLACK_APP_TOKEN is missing: make an app-level token (xapp-…) with connections:write under "Basic Information", or set transport: http',
  badAppToken: 'SLACK_APP_TOKEN must start with xapp-: it is the app-level token with connections:write',
  signingSecret:
    'SLACK_SIGNING_SECRET is missing: copy it from "Basic Information" of the app; transport http needs it',
}

/** Reads both sources together. Throws one KnownError `bad-configuration` that lists every problem with what to do. */
export function readSlackConfig(
  environment: SlackEnvironment,
  yaml: string | undefined,
  file = 'the configuration file',
): SlackConfig {
  const { settings, problems } = readFile(yaml, file)
  problems.push(...tokenProblems(environment, settings.transport))
  problems.push(...probingProblems(settings).map((problem) => `${file}: ${problem}`))
  throwAll(problems)
  return {
    botToken: environment.botToken ?? '',
    transport:
      settings.transport === 'socket'
        ? { kind: 'socket', appToken: environment.appToken ?? '' }
        : { kind: 'http', signingSecret: environment.signingSecret ?? '', port: settings.port },
    apiUrl: environment.apiUrl ?? 'https://slack.com/api/',
    filesUrl: environment.filesUrl ?? 'https://files.slack.com',
    database: settings.database,
    healthPort: settings.health_port,
    logLevel: settings.log_level,
    defaultMode: settings.default_mode,
    alertBots: settings.alert_bots,
    externalChannels: settings.external_channels,
    admins: settings.admins,
    reviewers: settings.reviewers,
    reviewChannel: settings.review_channel,
    quietMinutes: settings.quiet_minutes,
    keepPastesDays: settings.keep_pastes_days,
    probing: {
      channels: settings.probing.channels,
      people: settings.probing.people,
      userGroups: settings.probing.user_groups,
      nodes: settings.probing.nodes,
    },
    digestSweep: settings.digest_sweep,
    agents: agentsConfigOf(settings.agents),
  }
}

/** What the verbs beside the app need of its file: no token has to be there for it. Throws as `readSlackConfig`. */
export function readPlaces(
  yaml: string | undefined,
  file = 'the configuration file',
): Pick<SlackConfig, 'database' | 'agents'> {
  const { settings, problems } = readFile(yaml, file)
  throwAll(problems)
  return { database: settings.database, agents: agentsConfigOf(settings.agents) }
}

function readFile(yaml: string | undefined, file: string) {
  const parsed = configFile.safeParse(yaml === undefined ? {} : plainYaml(yaml))
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${file}: ${describe(issue)}`)
  return { settings: parsed.success ? parsed.data : configFile.parse({}), problems }
}

function throwAll(problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new KnownError(
    'bad-configuration',
    `the configuration has ${problems.length} problems:\n${problems.map((it) => `- ${it}`).join('\n')}`,
  )
}

/** What a node says is shown in the channel: other organisations would read it. And a list that allows nobody anything is a mistake. */
function probingProblems({ probing, external_channels }: z.infer<typeof configFile>): string[] {
  const shared = probing.channels.filter((channel) => external_channels.includes(channel))
  const isUsed = Object.values(probing).some((list) => list.length > 0)
  const nobody = probing.people.length + probing.user_groups.length === 0
  return [
    ...shared.map(
      (channel) =>
        `\`probing.channels\` names ${channel}, which is in \`external_channels\`: nodes are not asked where other organisations read along`,
    ),
    ...(isUsed && probing.channels.length === 0
      ? ['`probing.channels` is empty, so nodes are asked nowhere; name channels']
      : []),
    ...(isUsed && nobody ? ['`probing` names no people and no user_groups, so nobody may ask; name some'] : []),
    ...(isUsed && probing.nodes.length === 0
      ? ['`probing.nodes` is empty, so no node is asked; `["*"]` allows all']
      : []),
  ]
}

function plainYaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false })
  const [error] = document.errors
  if (error) return { 'not valid YAML': error.message }
  return document.toJS({ maxAliasCount: 0 }) ?? {}
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown setting ${issue.keys.map((key) => `\`${key}\``).join(', ')}; remove it or correct its name`
  return `\`${issue.path.join('.')}\` ${issue.message}`
}

function tokenProblems(environment: SlackEnvironment, transport: 'socket' | 'http'): string[] {
  const { botToken, appToken, signingSecret } = environment
  const problems: string[] = []
  if (!botToken) problems.push(PROBLEMS.botToken)
  else if (!botToken.startsWith('xoxb-')) problems.push(PROBLEMS.badBotToken)
  if (transport === 'http') return signingSecret ? problems : [...problems, PROBLEMS.signingSecret]
  if (!appToken) problems.push(PROBLEMS.appToken)
  else if (!appToken.startsWith('xapp-')) problems.push(PROBLEMS.badAppToken)
  return problems
}
