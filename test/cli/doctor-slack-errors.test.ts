import { Readable } from 'node:stream'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { EXIT, type Io } from '../../src/cli/io/io.ts'
import { readConfig } from '../../src/config.ts'
import { main } from '../../src/main.ts'

const API = 'https://slack.test'

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

async function doctor(): Promise<{ code: number; out: string }> {
  let out = ''
  const io: Io = {
    config: readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: `${API}/api/` }),
    input: Readable.from([]),
    inputIsTerminal: false,
    write: (text) => {
      out += text
    },
    warn: () => {},
    width: 80,
    color: false,
    watched: false,
  }
  return { code: await main(['doctor', '--no-connect'], io), out }
}

test.each([
  ['invalid_auth', /wrong/],
  ['token_revoked', /wrong/],
  ['account_inactive', /wrong/],
])('a bot token that Slack answers with %s is a finding that says so', async (error, state) => {
  const call = nock(API).post('/api/auth.test').reply(200, { ok: false, error })
  const { code, out } = await doctor()
  expect(call.isDone()).toBe(true)
  expect(code).toBe(EXIT.negative)
  expect(out).toContain(error)
  expect(out).toMatch(state)
})
