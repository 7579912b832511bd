import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Office } from './office.ts'

let office: Office
let taken: Server
let port: number
beforeEach(async () => {
  taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, resolve))
  port = (taken.address() as AddressInfo).port
})
afterEach(async () => {
  await office.close()
  if (taken.listening) await free()
})

function free(): Promise<unknown> {
  return new Promise((resolve) => taken.close(resolve))
}

function asked(method: string): number {
  return office.slack.calls.filter((call) => call.method === method).length
}

describe('a start while Slack', () => {
  test('does not answer waits until it does', async () => {
    office = await Office.open()
    await office.stopApp()
    office.slack.faults.answer('auth.test', 503)
    office.slack.faults.loseReply('auth.test')
    await office.startApp()
    expect(office.logLines.filter((line) => line.includes('asking again'))).toHaveLength(2)
    expect(await office.health()).toMatchObject({ status: 200 })
  })

  test('limits the rate or has an error of its own waits too', async () => {
    office = await Office.open()
    await office.stopApp()
    office.slack.faults.rateLimit('auth.test', 1)
    office.slack.faults.answer('auth.test', 'internal_error')
    await office.startApp()
    expect(await office.health()).toMatchObject({ status: 200 })
  })

  test('refuses the bot token ends at once, and says what to do', async () => {
    office = await Office.open()
    await office.stopApp()
    office.slack.faults.revokeToken()
    const before = asked('auth.test')
    await expect(office.startApp()).rejects.toMatchObject({
      name: 'KnownError',
      message: expect.stringMatching(/SLACK_BOT_TOKEN \(token_revoked\); reinstall the app/),
    })
    expect(asked('auth.test')).toBe(before + 1)
    expect(office.slack.sockets).toBe(0)
  })

  test('refuses the app-level token ends, says what to do, and leaves nothing open', async () => {
    office = await Office.open()
    await office.stopApp()
    office.slack.faults.answer('apps.connections.open', 'invalid_auth', 2)
    await expect(office.startApp()).rejects.toMatchObject({
      name: 'KnownError',
      message: expect.stringMatching(/SLACK_APP_TOKEN \(invalid_auth\); make an app-level token/),
    })
    await office.startApp()
    expect(await office.health()).toMatchObject({ status: 200 })
  })
})

describe('a start whose port is taken ends, says which, and leaves nothing open:', () => {
  test('the port of /healthz', async () => {
    office = await Office.open()
    const opened = asked('apps.connections.open')
    await expect(office.restartApp(`health_port: ${port}`)).rejects.toMatchObject({
      code: 'port-taken',
      message: `cannot listen on port ${port} (EADDRINUSE): another program listens there; set another \`health_port\` in the configuration`,
    })
    expect(office.slack.sockets).toBe(0)
    expect(asked('apps.connections.open')).toBe(opened)
    await free()
    await office.startApp()
    expect(await office.health()).toMatchObject({ status: 200 })
  })

  test('the port of the HTTP transport', async () => {
    office = await Office.open({ transport: 'http' })
    await office.stopApp()
    await free()
    const own = Number(new URL(office.url).port)
    await new Promise<void>((resolve) => taken.listen(own, resolve))
    await expect(office.startApp()).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`port ${own} (EADDRINUSE)`),
    })
    await free()
    await office.startApp()
    expect(await office.health()).toMatchObject({ status: 200 })
  })
})
