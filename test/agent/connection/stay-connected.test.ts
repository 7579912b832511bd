import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeDial } from '../../../src/agent/connection/dial.ts'
import type { Endpoint } from '../../../src/agent/connection/endpoint.ts'
import { writeHello } from '../../../src/agent/connection/frames.ts'
import { stayConnected } from '../../../src/agent/connection/stay-connected.ts'
import { ProbeRunner } from '../../../src/agent/probe-runner.ts'
import { QuestionDesk } from '../../../src/agent/question-desk.ts'
import { type AgentFrame, MAX_FRAME_BYTES } from '../../../src/model/frame.ts'
import { makeAuthority } from '../../fleet/certificates.ts'
import { makeScratchView, type ScratchView } from '../scratch-view.ts'
import { AppServer, type AppServerOptions, type Caller } from './app-server.ts'

const authority = makeAuthority()
const pem = authority.issue(['127.0.0.1', 'casebook.example'])

let scratch: ScratchView
let runner: ProbeRunner
beforeAll(async () => {
  scratch = makeScratchView()
  runner = await ProbeRunner.start(scratch.view, new URL('../strange-probes/', import.meta.url))
}, 60_000)
afterAll(() => {
  runner.stop()
  scratch.remove()
})

let folder: string
let stop: AbortController
let servers: AppServer[]
let log: { event: string; code: unknown; says: unknown }[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-connection-'))
  writeFileSync(join(folder, 'ca.pem'), authority.cert)
  writeFileSync(join(folder, 'token'), 'token-1\n')
  stop = new AbortController()
  servers = []
  log = []
})
afterEach(async () => {
  stop.abort()
  await Promise.all(servers.map((server) => server.close()))
  rmSync(folder, { recursive: true })
})

async function openApp(options: AppServerOptions = {}, certificate = pem): Promise<AppServer> {
  const app = await AppServer.open(certificate, options)
  servers.push(app)
  return app
}

/** Lets an agent connect, with the strange probes of the tests. */
function connect(url: URL, more: Partial<Endpoint> = {}, beatMs = 20_000): void {
  const credential = { kind: 'token', file: join(folder, 'token') } as const
  const dial = makeDial({ url, serverName: undefined, caFile: join(folder, 'ca.pem'), credential, ...more })
  const desk = new QuestionDesk(runner, { now: () => performance.now() })
  const hello = writeHello('1.2.3', runner.probes.values())
  const note = (_level: string, event: string, { code, says }: Record<string, unknown> = {}): void => {
    log.push({ event, code, says })
  }
  void stayConnected(dial, { hello, desk, beatMs }, note, stop.signal)
}

async function logged(code: string): Promise<string> {
  return expect
    .poll(() => log.find((line) => line.code === code)?.says, { timeout: 10_000 })
    .toBeTypeOf('string')
    .then(() => String(log.find((line) => line.code === code)?.says))
}

function ask(caller: Caller, probes: readonly string[], id = 'q1'): void {
  caller.socket.send(JSON.stringify({ type: 'ask', id, probes, deadlineMs: 20_000 }))
}

function reports(frames: readonly AgentFrame[]) {
  return frames.filter((frame) => frame.type === 'report')
}

describe('an agent', () => {
  test('says hello first, and answers what it is asked', async () => {
    const app = await openApp()
    connect(app.url)
    const caller = await app.caller()
    ask(caller, ['quick', 'throws'])
    await caller.until((frames) => frames.some(({ type }) => type === 'done'))
    const [hello, ...others] = caller.frames
    expect(hello).toMatchObject({ type: 'hello', protocol: 1, version: '1.2.3' })
    expect(others.map(({ type }) => type)).toEqual(['report', 'report', 'done'])
    expect(reports(others).find(({ report }) => report.probe === 'quick')?.report.facts).toEqual([
      { kind: 'kernel', fields: { release: '6.1.0', major: 6, minor: 1 } },
    ])
    expect(app.credentials).toEqual(['Bearer token-1'])
  })

  test('sends a report that is too large for one frame in several, all but the last with `more`', async () => {
    const app = await openApp()
    connect(app.url)
    const caller = await app.caller()
    ask(caller, ['floods'])
    await caller.until((frames) => frames.some(({ type }) => type === 'done'))
    const frames = reports(caller.frames)
    expect(frames.length).toBeGreaterThan(2)
    expect(frames.map(({ more }) => more === true)).toEqual(frames.map((_, i) => i < frames.length - 1))
    const rows = frames.flatMap(({ report }) => report.facts)
    const left = frames.flatMap(({ report }) => report.notChecked).map(({ says }) => Number.parseInt(says, 10))
    expect(rows.length + (left[0] ?? 0)).toBe(5000)
  })

  test('comes back when the connection is lost, and reads its token again', async () => {
    const app = await openApp()
    connect(app.url)
    const first = await app.caller()
    writeFileSync(join(folder, 'token'), 'token-2\n')
    first.socket.terminate()
    await app.caller()
    expect(app.credentials).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('hangs up when it is told to stop', async () => {
    const app = await openApp()
    connect(app.url)
    const caller = await app.caller()
    await caller.until((frames) => frames.length > 0)
    stop.abort()
    expect(await caller.closed).toEqual({ code: 4000, reason: 'stopped' })
  })

  test('notices an app that does not answer pings', async () => {
    const app = await openApp({ autoPong: false })
    connect(app.url, {}, 30)
    expect(await logged('app-silent')).toContain('pings')
  })
})

describe('an app that breaks the rules is hung up on, by a name', () => {
  test.each([
    ['frame-not-json', 'not json'],
    ['frame-not-known', '{"type":"ask","id":"q1","probes":["../../etc/shadow"],"deadlineMs":1000}'],
    ['frame-not-known', '{"type":"ask","id":"q1","probes":["quick"],"deadlineMs":1000,"command":"rm"}'],
    ['frame-not-known', '{"type":"run","id":"q1"}'],
    ['frame-not-text', Buffer.from('{}')],
  ])('%s', async (reason, message) => {
    const app = await openApp()
    connect(app.url)
    const caller = await app.caller()
    caller.socket.send(message)
    expect(await caller.closed).toEqual({ code: 4000, reason })
    expect(await logged(reason)).toContain('the app')
  })

  test('a frame larger than allowed', async () => {
    const app = await openApp()
    connect(app.url)
    const caller = await app.caller()
    caller.socket.send('x'.repeat(MAX_FRAME_BYTES + 1))
    expect(await logged('broken')).toContain('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
  })

  test('a flood of questions, before they cost anything', async () => {
    const app = await openApp()
    connect(app.url)
    const caller = await app.caller()
    for (let i = 0; i < 5000; i++) ask(caller, ['quick'], `q${i}`)
    expect(await caller.closed).toEqual({ code: 4000, reason: 'too-many-questions' })
    expect(caller.frames.filter(({ type }) => type === 'done').length).toBeLessThanOrEqual(40)
  })
})

describe('the credential is not sent', () => {
  test('to an app whose certificate another authority signed', async () => {
    const app = await openApp({}, makeAuthority('somebody else').issue(['127.0.0.1']))
    connect(app.url)
    expect(await logged('broken')).toContain('the certificate of the app does not count')
    expect(app.credentials).toEqual([])
  })

  test('to an app whose certificate has another name', async () => {
    const app = await openApp({}, authority.issue(['other.example']))
    connect(app.url)
    expect(await logged('broken')).toContain('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(app.credentials).toEqual([])
  })

  test('to where a redirect leads', async () => {
    const other = await openApp()
    const app = await openApp({ refuse: { status: 302, headers: { location: other.url.href } } })
    connect(app.url)
    expect(await logged('redirected')).toContain('HTTP 302')
    expect(other.credentials).toEqual([])
  })
})

test('the name in the certificate may be another than the address that is dialled', async () => {
  const app = await openApp({}, authority.issue(['casebook.example']))
  connect(app.url, { serverName: 'casebook.example' })
  await app.caller()
  expect(app.credentials).toEqual(['Bearer token-1'])
})

test('what an app refuses with is told by its word', async () => {
  const app = await openApp({ refuse: { status: 401, text: 'key-unknown\n' } })
  connect(app.url)
  expect(await logged('refused')).toBe('the app answers HTTP 401, key-unknown')
})

test('a file that cannot be read is named', () => {
  expect(() => connect(new URL('wss://127.0.0.1:1/agent'), { caFile: join(folder, 'nothing') })).toThrow(
    /cannot read `.*nothing` \(ENOENT\)/,
  )
})
