import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { NEEDS } from '../../src/slack/needs.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { runMain } from './run-main.ts'

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_APP_TOKEN: 'xapp-1-A012AB3CD-1-secret' }
const WHO = {
  ok: true,
  user: 'casebook',
  user_id: 'U1',
  bot_id: 'B1',
  team: 'Acme',
  team_id: 'T1',
  app_id: 'A012AB3CD',
}
const ALL_SCOPES = NEEDS.map((need) => need.scope)

interface Reply {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

let folder = ''
let server: Server
let api = ''
/** What the web server answers, by method. It is silent about others. */
let replies: Map<string, Reply>
/** The methods that were called, each with the token that came. */
let calls: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-doctor-'))
  replies = new Map()
  calls = []
  server = createServer((request, response) => {
    const method = request.url?.replace('/api/', '') ?? ''
    calls.push(`${method} ${request.headers.authorization}`)
    const reply = replies.get(method)
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
})
afterEach(async () => {
  await hangUp()
  await rm(folder, { recursive: true })
})

describe('when all is well', () => {
  test('every check says ok, on one line each, and the database is left to be made', async () => {
    slackAccepts()
    const { code, lines } = await doctor()
    expect(lines.map(({ state, check }) => `${state} ${check}`)).toEqual([
      'ok configuration',
      'ok bot token',
      'ok scopes',
      'ok app token',
      'ok database',
      'ok room',
      'optional agents',
      'ok library',
    ])
    expect(lines[1]?.says).toBe(`${api} knows it as \`casebook\` in \`Acme\` (T1)`)
    expect(lines[2]?.says).toBe(`all ${NEEDS.length} are granted`)
    expect(code).toBe(EXIT.done)
    expect(calls.sort()).toEqual([
      'apps.connections.open Bearer xapp-1-A012AB3CD-1-secret',
      'auth.test Bearer xoxb-1-secret',
    ])
    await expect(access(join(folder, 'casebook.db'))).rejects.toThrow('ENOENT')
  })

  test('--json prints one object', async () => {
    slackAccepts()
    const { out } = await doctor(['--json'])
    const { ok, checks } = JSON.parse(out)
    expect(ok).toBe(true)
    expect(checks[3]).toEqual({ check: 'app token', state: 'ok', says: 'Slack gives a socket address for it' })
  })

  test('--no-connect asks for no socket address', async () => {
    slackAccepts()
    const { code, says } = await doctor(['--no-connect'])
    expect(says('app token')).toEqual(['skipped: left out by --no-connect'])
    expect(calls).toEqual(['auth.test Bearer xoxb-1-secret'])
    expect(code).toBe(EXIT.done)
  })

  test('transport http needs no app token', async () => {
    slackAccepts()
    const { code, says } = await doctor([], {
      environment: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'signing' },
      yaml: 'transport: http',
    })
    expect(says('app token')).toEqual([expect.stringMatching(/^skipped: transport http needs none/)])
    expect(code).toBe(EXIT.done)
  })
})

describe('configuration', () => {
  test('all problems are told at once, and the library is looked at all the same', async () => {
    const { code, says } = await doctor([], { environment: {}, yaml: 'colour: red\nquiet_minutes: -1' })
    expect(says('configuration')).toEqual([
      expect.stringMatching(/^wrong: .*`quiet_minutes`/),
      expect.stringMatching(/^wrong: .*unknown setting `colour`/),
      expect.stringMatching(/^wrong: SLACK_BOT_TOKEN is missing: copy/),
      expect.stringMatching(/^wrong: SLACK_APP_TOKEN is missing: make/),
    ])
    expect(says('bot token')).toEqual(['skipped: the configuration comes first'])
    expect(says('library')).toEqual([expect.stringMatching(/^ok: \d+ cases answer$/)])
    expect(code).toBe(EXIT.negative)
  })

  test('a file that is not there is named', async () => {
    const { code, says } = await doctor(['--config', join(folder, 'absent.yml')])
    expect(says('configuration')).toEqual([
      `wrong: cannot read \`${join(folder, 'absent.yml')}\` (ENOENT); correct CASEBOOK_CONFIG or --config`,
    ])
    expect(code).toBe(EXIT.negative)
  })
})

describe('tokens', () => {
  test('a bot token that Slack refuses: the code, and where to get another', async () => {
    slackSays('auth.test', { ok: false, error: 'invalid_auth' })
    slackSays('apps.connections.open', { ok: true, url: 'wss://127.0.0.1/' })
    const { code, says, out } = await doctor()
    expect(says('bot token')).toEqual([
      expect.stringMatching(
        /^wrong: Slack refuses it \(invalid_auth\): copy the Bot User OAuth Token .* SLACK_BOT_TOKEN/,
      ),
    ])
    expect(says('scopes')).toEqual(['skipped: Slack tells them with the bot token only'])
    expect(says('app token')).toEqual(['ok: Slack gives a socket address for it'])
    expect(out).not.toContain('secret')
    expect(code).toBe(EXIT.negative)
  })

  test('an app token that Slack refuses', async () => {
    slackAccepts()
    slackSays('apps.connections.open', { ok: false, error: 'missing_scope' })
    const { code, says } = await doctor()
    expect(says('app token')).toEqual([
      expect.stringMatching(/^wrong: Slack refuses it \(missing_scope\): .*connections:write/),
    ])
    expect(code).toBe(EXIT.negative)
  })

  test('tokens of two apps, which Slack accepts one by one', async () => {
    slackAccepts()
    const { code, says } = await doctor([], {
      environment: { ...TOKENS, SLACK_APP_TOKEN: 'xapp-1-A999ZZ9ZZ-1-secret' },
    })
    expect(says('bot token')).toEqual([
      'wrong: it belongs to the app A012AB3CD, SLACK_APP_TOKEN to A999ZZ9ZZ; copy both from one app',
    ])
    expect(code).toBe(EXIT.negative)
  })

  test('Slack takes too long', async () => {
    const { code, says } = await doctor(['--timeout', '0.2'])
    expect(says('bot token')).toEqual([expect.stringMatching(/^wrong: http\S+ cannot be reached \(.*timeout.*\)/)])
    expect(says('library')).toEqual([expect.stringMatching(/^ok/)])
    expect(calls).toHaveLength(2)
    expect(code).toBe(EXIT.negative)
  })

  test('nobody listens there: the address is named, and the rest is looked at', async () => {
    await hangUp()
    const { code, says } = await doctor()
    expect(says('bot token')).toEqual([
      `wrong: ${api} cannot be reached (ECONNREFUSED); this machine needs outgoing HTTPS to it`,
    ])
    expect(says('database')).toEqual([expect.stringMatching(/^ok/)])
    expect(code).toBe(EXIT.negative)
  })

  test.each<[string, number, string, Record<string, string>, RegExp]>([
    ['a login page', 200, '<!doctype html><title>Sign in</title>', {}, /something else than Slack does/],
    ['a gateway without Slack', 502, 'bad gateway', {}, /answers HTTP 502/],
    ['too many questions', 429, '', { 'retry-after': '7' }, /ask again in 7 s/],
  ])('%s', async (_, status, body, headers, expected) => {
    replies.set('auth.test', { status, body, headers })
    const { code, says } = await doctor(['--no-connect'])
    expect(says('bot token')).toEqual([expect.stringMatching(expected)])
    expect(says('bot token').join()).not.toContain('doctype')
    expect(code).toBe(EXIT.negative)
  })
})

describe('scopes', () => {
  test('each missing one: what needs it, what does not work without it, how to get it', async () => {
    slackAccepts({ scopes: ALL_SCOPES.filter((it) => it !== 'channels:history' && it !== 'files:read') })
    const { code, says } = await doctor()
    expect(says('scopes')).toEqual([
      'missing: channels:history is not granted (for conversations.history, conversations.replies, message.channels): ' +
        'pastes and follow-ups in public channels are not read; add it under "OAuth & Permissions", "Bot Token Scopes", and reinstall the app',
      expect.stringMatching(/^optional: files:read is not granted \(for files\.info, files\): text files/),
    ])
    expect(code).toBe(EXIT.negative)
  })

  test('Casebook works without the optional ones', async () => {
    slackAccepts({ scopes: NEEDS.filter((need) => !need.optional).map((need) => need.scope) })
    const { code, says } = await doctor()
    const optional = NEEDS.filter((need) => need.optional).map((need) => `optional: ${need.scope}`)
    expect(optional).toContain('optional: usergroups:read')
    expect(says('scopes').map((line) => line.split(' is not granted')[0])).toEqual(optional)
    expect(code).toBe(EXIT.done)
  })

  test('no scope at all', async () => {
    slackAccepts({ scopes: [] })
    const { says } = await doctor()
    expect(says('scopes')).toHaveLength(NEEDS.length)
  })

  test('an answer without the header is no verdict', async () => {
    slackSays('auth.test', WHO)
    slackSays('apps.connections.open', { ok: true })
    const { code, says } = await doctor()
    expect(says('scopes')).toEqual([expect.stringMatching(/^skipped: .*x-oauth-scopes/)])
    expect(code).toBe(EXIT.done)
  })
})

describe('database', () => {
  test('one that is there opens, takes what is written and is whole', async () => {
    slackAccepts()
    await openSqliteStore(join(folder, 'casebook.db')).close()
    const { code, says } = await doctor()
    expect(says('database')).toEqual([`ok: \`${join(folder, 'casebook.db')}\` opens and takes what is written`])
    expect(says('integrity')).toEqual(['ok: quick_check finds nothing'])
    expect(code).toBe(EXIT.done)
  })

  test('one that a running Casebook has open is checked beside it', async () => {
    slackAccepts()
    const store = openSqliteStore(join(folder, 'casebook.db'))
    const { code, says } = await doctor()
    await store.close()
    expect(says('database')).toEqual([expect.stringMatching(/^ok: .* in the hands of a Casebook that runs$/)])
    expect(says('integrity')).toEqual(['ok: quick_check finds nothing'])
    expect(code).toBe(EXIT.done)
  })

  test('a damaged page is found', async () => {
    slackAccepts()
    const file = join(folder, 'casebook.db')
    await openSqliteStore(file).close()
    const bytes = await readFile(file)
    const lastPage = bytes.length - 4096
    await writeFile(file, Buffer.concat([bytes.subarray(0, lastPage), Buffer.alloc(4096, 0xff)]))
    const { code, says } = await doctor()
    expect([...says('database'), ...says('integrity')]).toContainEqual(expect.stringMatching(/^wrong: .*last backup/))
    expect(code).toBe(EXIT.negative)
  })

  test('a file of another kind, and a folder that is not there', async () => {
    slackAccepts()
    await writeFile(join(folder, 'casebook.db'), 'this is a letter and no database, however long it gets '.repeat(100))
    const other = await doctor()
    expect(other.says('database')).toEqual([expect.stringMatching(/^wrong: .*not a database/)])
    expect(other.says('integrity')).toEqual(['skipped: the database comes first'])
    slackAccepts()
    const absent = await doctor([], { yaml: `database: ${join(folder, 'absent', 'casebook.db')}` })
    expect(absent.says('database')).toEqual([expect.stringMatching(/^wrong: .*absent.*must exist and be writable/)])
    expect(absent.code).toBe(EXIT.negative)
  })
})

describe('room', () => {
  test('a file system without any is told', async () => {
    slackAccepts()
    const { code, says } = await doctor([], { yaml: 'database: /proc/casebook.db' })
    expect(says('room')).toEqual(['wrong: 0 MiB are free at `/proc`; make room for at least 100 MiB'])
    expect(code).toBe(EXIT.negative)
  })
})

describe('library', () => {
  test('a case with a mistake is named', async () => {
    slackAccepts()
    await writeFile(join(folder, 'broken.yml'), 'title: 1\n')
    const { code, says } = await doctor([], { environment: { ...TOKENS, CASEBOOK_KNOWLEDGE: folder } })
    expect(says('library')).toEqual([expect.stringMatching(/^wrong: 0 cases answer.*casebook check.*broken\.yml:1/)])
    expect(code).toBe(EXIT.negative)
  })

  test('an empty one answers nothing', async () => {
    slackAccepts()
    const { says } = await doctor([], { environment: { ...TOKENS, CASEBOOK_KNOWLEDGE: join(folder, 'absent') } })
    expect(says('library')).toEqual([
      `wrong: no case is in \`${join(folder, 'absent')}\`; correct or unset CASEBOOK_KNOWLEDGE`,
    ])
  })
})

test('a time limit that is none is bad input', async () => {
  const { code, err } = await doctor(['--timeout', 'soon'])
  expect(err).toContain('expected seconds')
  expect(code).toBe(EXIT.badInput)
})

interface Line {
  readonly state: string
  readonly check: string
  readonly says: string
}

interface Surroundings {
  readonly environment?: NodeJS.ProcessEnv
  readonly yaml?: string
}

/** Runs the verb in this process; its database lies in this test's folder unless `yaml` says otherwise. */
async function doctor(args: readonly string[] = [], { environment = TOKENS, yaml = '' }: Surroundings = {}) {
  const file = join(folder, 'casebook.yml')
  const database = yaml.includes('database:') ? '' : `database: ${join(folder, 'casebook.db')}\n`
  await writeFile(file, database + yaml)
  const given = { CASEBOOK_CONFIG: file, SLACK_API_URL: api, ...environment }
  const { code, out, err } = await runMain(['doctor', ...args], given)
  const lines = out.trimEnd().split('\n').map(readLine)
  const says = (check: string): string[] =>
    lines.filter((line) => line.check === check).map((line) => `${line.state}: ${line.says}`)
  return { code, out, err, lines, says }
}

function readLine(line: string): Line {
  return { state: line.slice(0, 9).trim(), check: line.slice(9, 23).trim(), says: line.slice(23) }
}

function slackAccepts({ scopes = ALL_SCOPES } = {}): void {
  slackSays('auth.test', WHO, { 'x-oauth-scopes': scopes.join(',') })
  slackSays('apps.connections.open', { ok: true, url: 'wss://127.0.0.1/' })
}

function slackSays(method: string, answer: object, headers: Record<string, string> = {}): void {
  replies.set(method, {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(answer),
  })
}

async function hangUp(): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
