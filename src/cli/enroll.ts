import { constants } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { EnrolledHost, Enrolment, Labels } from '../fleet/enrolment.ts'
import { openEnrolment } from '../fleet/enrolment.ts'
import { exchangeKey } from '../fleet/exchange-key.ts'
import { KnownError } from '../model/known-error.ts'
import { readPlaces } from '../slack/slack-config.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { readConfigurationFile } from './io/configuration-file.ts'
import { readDuration } from './io/duration.ts'
import { EXIT, type Io } from './io/io.ts'
import { readPaste } from './io/read-paste.ts'
import { openRunningApp } from './io/running-app.ts'
import type { Verb } from './io/verb.ts'

interface Options {
  readonly label: Labels
  readonly expires: number
  readonly list?: true
  readonly revoke?: string
  readonly at?: URL
  readonly ca?: string
  readonly serverName?: string
  readonly to?: string
  readonly json?: true
  readonly config?: string
}

type Book = Pick<Enrolment, 'invite' | 'list' | 'revoke'>

const enroll: Verb = (io, exit) =>
  new Command('enroll')
    .description('lets hosts outside Kubernetes connect: makes an enrolment key, which is shown once and good for once')
    .argument('[node]', 'the name that the host will have')
    .option('--label <key=value>', 'a label of the node; may be repeated', readLabel, {})
    .option('--expires <duration>', 'how long the key may wait to be used: 30m, 2h, 7d', readDuration, 3_600_000)
    .option('--list', 'the hosts that are enrolled or invited')
    .option('--revoke <node>', 'the host may not connect any more, and is disconnected')
    .option('--at <url>', 'on the host: exchange the key from standard input at the app, https://HOST:PORT', readUrl)
    .option('--to <file>', 'on the host: where its own key goes, a new file')
    .option('--ca <file>', "on the host: who signed the app's certificate")
    .option('--server-name <name>', "on the host: the name in the app's certificate, when it is not that of the URL")
    .option('--json', 'print one JSON object')
    .option('--config <file>', "the app's YAML file", io.config.slackFile)
    .action((node: string | undefined, options: Options) => act(node, options, io, exit))

export default enroll

async function act(node: string | undefined, options: Options, io: Io, exit: (code: number) => void): Promise<void> {
  if (options.at) return exchange(options.at, options, io)
  if (options.list) return withBook(options, async (book) => io.write(listText(await book.list(), options)))
  const { revoke } = options
  if (revoke !== undefined)
    return withBook(options, async (book) => {
      const revoked = await book.revoke(revoke)
      if (!revoked) exit(EXIT.negative)
      io.write(revokedText(revoke, revoked, options))
    })
  if (node === undefined)
    throw new KnownError('no-node', 'expected the name of a node, --list, --revoke NODE or --at URL')
  return withBook(options, async (book) => {
    const expiresAt = Date.now() + options.expires
    io.write(keyText(node, await book.invite(node, options.label, expiresAt), expiresAt, options))
    if (!options.json) io.warn(hint(node, expiresAt))
  })
}

/** The app that runs, because the database is its own; the database when none does. */
async function withBook(options: Options, work: (book: Book) => Promise<void>): Promise<void> {
  try {
    return await work((await openRunningApp(options.config)).enrolment)
  } catch (error) {
    if (!(error instanceof KnownError && error.code === 'no-running-app')) throw error
  }
  const { database } = readPlaces(await readConfigurationFile(options.config), options.config)
  const store = openStore(database)
  try {
    await work(openEnrolment(store, Date.now))
  } finally {
    await store.close()
  }
}

function openStore(database: string) {
  try {
    return openSqliteStore(database)
  } catch (error) {
    if (!(error instanceof KnownError && error.code === 'store-in-use')) throw error
    throw new KnownError(
      'no-agents',
      `the Casebook that runs on \`${database}\` takes no agents: set \`agents\` with \`enrolment: true\` in its configuration and restart it`,
      { cause: error },
    )
  }
}

// on the host

/** The file is made first: a key that could not be kept would be lost. */
async function exchange(url: URL, { to, ca, serverName }: Options, io: Io): Promise<void> {
  if (to === undefined) throw new KnownError('no-key-file', "expected --to FILE: where does the host's own key go?")
  const authority = ca === undefined ? undefined : await readAuthority(ca)
  const key = (await readPaste(io, undefined)).trim()
  const file = await open(to, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600).catch(unwritable(to))
  try {
    const enrolled = await exchangeKey(key, { url, ca: authority, serverName })
    await file.writeFile(`${enrolled.key}\n`)
    await file.sync()
    io.write(`enrolled as ${enrolled.node}; its key is in ${to}\n`)
  } catch (error) {
    await rm(to, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function readAuthority(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new KnownError('unreadable-file', `cannot read --ca \`${file}\` (${error.code})`, { cause: error })
  })
}

function unwritable(file: string) {
  return (error: NodeJS.ErrnoException): never => {
    const why = error.code === 'EEXIST' ? 'it is there already; remove it to enrol this host anew' : error.code
    throw new KnownError('unwritable-file', `cannot make --to \`${file}\`: ${why}`, { cause: error })
  }
}

// options

function readLabel(text: string, labels: Labels): Labels {
  const at = text.indexOf('=')
  if (at <= 0) throw new InvalidArgumentError('expected key=value')
  return { ...labels, [text.slice(0, at)]: text.slice(at + 1) }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'wss:')
    throw new InvalidArgumentError('expected https://HOST:PORT')
  return url
}

// what is printed

function keyText(node: string, key: string, expiresAt: number, { json, label }: Options): string {
  if (!json) return `${key}\n`
  return `${JSON.stringify({ node, key, labels: label, expiresAt: new Date(expiresAt).toISOString() }, null, 2)}\n`
}

function hint(node: string, expiresAt: number): string {
  const until = new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')
  return `This key is shown once and works once, until ${until} UTC. On ${node}:\n  casebook enroll --at https://APP:PORT --ca CA_FILE --to KEY_FILE\n`
}

function revokedText(node: string, revoked: boolean, { json }: Options): string {
  if (json) return `${JSON.stringify({ node, revoked }, null, 2)}\n`
  return revoked ? `${node} may not connect any more\n` : `${node} is not enrolled\n`
}

function listText(hosts: readonly EnrolledHost[], { json }: Options): string {
  if (json) return `${JSON.stringify({ hosts: hosts.map(withIsoTime) }, null, 2)}\n`
  if (hosts.length === 0) return 'no host is enrolled\n'
  return hosts.map((host) => `${lineOf(host)}\n`).join('')
}

function withIsoTime({ at, ...host }: EnrolledHost) {
  return { ...host, at: new Date(at).toISOString() }
}

function lineOf({ node, state, at, labels }: EnrolledHost): string {
  const day = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  const time = state === 'enrolled' ? `enrolled ${day}` : `invited until ${day}`
  return [node, time, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)].join('  ')
}
