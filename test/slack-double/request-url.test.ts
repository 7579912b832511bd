import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readBody } from './arguments.ts'
import { startOverHttp } from './echo-app.ts'
import { type Slack, startSlack } from './slack.ts'

let slack: Slack
let server: Server | undefined
let requests: IncomingMessage[]

beforeEach(async () => {
  slack = await startSlack({ scopes: ['channels:history', 'chat:write'], transport: 'http' })
  requests = []
})

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await slack.stop()
})

/** An app that answers the challenge, and everything else as told. */
async function listen(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer(async (request, response) => {
    const { challenge } = JSON.parse(String(await readBody(request))) as { challenge?: string }
    if (challenge) response.end(JSON.stringify({ challenge }))
    else answer(response)
    if (!challenge) requests.push(request)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
}

test('an address that does not return the challenge is not saved', async () => {
  server = createServer((_, response) => response.end('hello'))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await expect(slack.connectHttp(url)).rejects.toThrow(`expected the app at \`${url}\` to return the challenge`)
})

test('a refused event is sent again with its number and reason; the miss is kept', async () => {
  let left = 1
  await slack.connectHttp(await listen((response) => response.writeHead(left-- > 0 ? 500 : 200).end()))
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await slack.settle()
  expect(slack.deliveries[0]).toMatchObject({ attempts: [{ outcome: 'refused' }, { outcome: 'answered' }] })
  expect(requests[0]?.headers).not.toHaveProperty('x-slack-retry-num')
  expect(requests[1]?.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' })
  expect(slack.checkInvariants()).toEqual([expect.stringMatching(/^message was not acknowledged: refused/)])
})

test('x-slack-no-retry ends it', async () => {
  await slack.connectHttp(await listen((response) => response.writeHead(500, { 'x-slack-no-retry': '1' }).end()))
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await slack.settle()
  expect(slack.deliveries[0]).toMatchObject({ state: 'failed', attempts: [{ outcome: 'refused' }] })
})

test('a redirect is followed by nobody', async () => {
  const elsewhere = { location: 'http://127.0.0.1:1/' }
  await slack.connectHttp(await listen((response) => response.writeHead(302, elsewhere).end()))
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await slack.settle()
  expect(requests[1]?.headers['x-slack-retry-reason']).toBe('too_many_redirects')
})

test('nobody at the address: connection_failed, and that is not held against the app', async () => {
  await slack.connectHttp(await listen((response) => response.end()))
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await slack.settle()
  expect(slack.deliveries[0]?.attempts[1]).toMatchObject({ outcome: 'lost', retryReason: 'connection_failed' })
  expect(slack.checkInvariants()).toEqual([])
})

test('Bolt takes what is signed, and nothing stale or forged', async () => {
  const echo = await startOverHttp(slack)
  const body = JSON.stringify({ type: 'event_callback', event: { type: 'reaction_added' } })
  const stale = Math.floor(Date.now() / 1000) - 301
  expect((await slack.request(echo.url, body)).status).toBe(200)
  expect((await slack.request(echo.url, body, { timestamp: stale })).status).toBe(401)
  expect((await slack.request(echo.url, body, { secret: 'guessed' })).status).toBe(401)
  await echo.stop()
})
