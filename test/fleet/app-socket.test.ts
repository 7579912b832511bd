import { once } from 'node:events'
import { stat, symlink } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askRunningApp, type RunningApp } from '../../src/fleet/ask-running-app.ts'
import { type AppSocket, serveAppSocket } from '../../src/fleet/serve-app-socket.ts'
import { Camp } from './camp.ts'

let camp: Camp
let socket: AppSocket | undefined
let database = ''
let app: RunningApp

beforeEach(async () => {
  camp = await Camp.open()
  database = join(camp.folder, 'casebook.db')
  app = askRunningApp(database)
  socket = await open()
})
afterEach(async () => {
  await socket?.close()
  await camp.close()
})

test('another process sees who is connected, and asks', async () => {
  const agent = await camp.agent('node-1')
  agent.answerAll(() => [{ kind: 'filesystem', fields: { mountpoint: '/home' } }])
  expect((await app.agents()).map(({ node, probes }) => [node, probes.length])).toEqual([['node-1', 2]])
  expect(await app.ask('node-1', ['filesystems'], { deadlineMs: 2000 })).toMatchObject({
    node: 'node-1',
    facts: [{ kind: 'filesystem', fields: { mountpoint: '/home' } }],
    notChecked: [],
  })
  expect(camp.audit()).toEqual(['operator asked a node node-1'])
})

test('what the app refuses comes as the error that it is', async () => {
  await expect(app.ask('node-1', ['kernel'], { deadlineMs: 100 })).rejects.toMatchObject({
    name: 'KnownError',
    code: 'no-such-node',
    message: 'no agent of a node `node-1` is connected',
  })
  await expect(app.ask('node-1', ['kernel'], { deadlineMs: 100_000 })).rejects.toMatchObject({ code: 'bad-request' })
  await expect(app.enrolment.invite('Not A Node', {}, 1)).rejects.toMatchObject({ code: 'bad-node-name' })
})

test('hosts are invited, listed and revoked', async () => {
  expect(await app.enrolment.invite('db-1', { rack: 'r7' }, 1000)).toMatch(/^casebook-enrol-/)
  expect(await app.enrolment.list()).toEqual([{ node: 'db-1', labels: { rack: 'r7' }, state: 'invited', at: 1000 }])
  expect([await app.enrolment.revoke('db-1'), await app.enrolment.revoke('db-1')]).toEqual([true, false])
})

describe('the socket', () => {
  test('is for its owner only', async () => {
    const { mode } = await stat(`${database}.sock`)
    expect(mode & 0o777).toBe(0o600)
  })

  test('left behind by a crash is replaced, also when it is something else', async () => {
    await socket?.close()
    await symlink('/nowhere', `${database}.sock`)
    socket = await open()
    expect(await app.agents()).toEqual([])
  })

  test('goes with the app', async () => {
    await socket?.close()
    socket = undefined
    await expect(app.agents()).rejects.toMatchObject({ code: 'no-running-app' })
  })

  test('takes no more than a request may hold', async () => {
    expect(await post('/ask', `{"node":"${'x'.repeat(100_000)}"}`)).toMatchObject({
      status: 400,
      code: 'request-too-large',
    })
  })

  test.each([
    ['/ask', '', 'bad-request'],
    ['/ask', '{', 'bad-request'],
    ['/ask', '[]', 'bad-request'],
    ['/ask', '{"node":"a","probes":["b"],"deadlineMs":1,"path":"/etc"}', 'bad-request'],
    ['/stop', '{}', 'no-such-path'],
  ])('answers %s %s with %s', async (path, body, code) => {
    expect(await post(path, body)).toMatchObject({ code })
  })

  test('has a path that sockets can have, or says so', () => {
    const path = `/${'x'.repeat(120)}/casebook.db`
    return expect(askRunningApp(path).agents()).rejects.toMatchObject({ code: 'socket-path-too-long' })
  })
})

test('an app that does not answer is not waited for', async () => {
  await socket?.close()
  const deaf = createServer(() => {})
  await once(deaf.listen(`${database}.sock`), 'listening')
  const started = performance.now()
  await expect(app.ask('node-1', [], { deadlineMs: -4800 })).rejects.toMatchObject({ code: 'app-silent' })
  expect(performance.now() - started).toBeLessThan(2000)
  deaf.closeAllConnections()
  deaf.close()
  socket = undefined
})

function open(): Promise<AppSocket> {
  const ignore = (): void => {}
  const { fleet, store } = camp
  return serveAppSocket({ database, fleet, store, log: { info: ignore, warn: ignore }, now: Date.now })
}

async function post(path: string, body: string): Promise<Record<string, unknown>> {
  const call = request({ socketPath: `${database}.sock`, path, method: 'POST', agent: false }).end(body)
  const [response] = await once(call, 'response')
  let text = ''
  for await (const piece of response) text += piece
  return { status: response.statusCode, ...(JSON.parse(text) as object) }
}
