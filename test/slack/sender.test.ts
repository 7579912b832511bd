import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebClient } from '@slack/web-api'
import { afterEach, expect, test } from 'vitest'
import { createLog } from '../../src/slack/log.ts'
import { startSender } from '../../src/slack/outbox/sender.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'

const DUE = 1_000_000

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function slackThatTakesAll(): Promise<{ url: string; posted: Promise<void> }> {
  let wasPosted = (): void => undefined
  const posted = new Promise<void>((resolve) => {
    wasPosted = resolve
  })
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, channel: 'C1', ts: '1.000001' }), wasPosted)
  })
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, posted }
}

test('a message that falls due between two looks at the clock is sent', async () => {
  const { url, posted } = await slackThatTakesAll()
  const folder = mkdtempSync(join(tmpdir(), 'casebook-sender-'))
  const store = openSqliteStore(join(folder, 'casebook.db'))
  closing.push(
    () => rmSync(folder, { recursive: true }),
    () => store.close(),
  )
  const row = { id: 'O1', channel: 'C1', subject: 's', kind: 'post', payload: { forms: [{ text: 'hello' }] } } as const
  await store.commit({ send: [{ ...row, createdAt: DUE }] })
  await store.settle('O1', { state: 'pending', notBefore: DUE })
  let looks = 0
  const now = () => (looks++ === 0 ? DUE - 1 : DUE)
  const web = new WebClient('xoxb-1', { slackApiUrl: url, retryConfig: { retries: 0 } })
  const sender = startSender({ store, web, log: createLog('silent'), now })
  closing.push(() => sender.stop(0))
  await posted
  await sender.idle()
  expect(await store.sentAs('s')).toEqual({ channel: 'C1', ts: '1.000001' })
})
