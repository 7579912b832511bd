import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Camp } from './camp.ts'
import { FakeAgent, HELLO, type Question } from './fake-agent.ts'

const LIMITS = { helloMs: 300, beatMs: 80, framesPerQuestion: 20, bytesPerQuestion: 300_000 }
const FULL = { kind: 'filesystem', fields: { mountpoint: '/home', inodesUsedPercent: 100 } }

let camp: Camp
let honest: FakeAgent
beforeEach(async () => {
  camp = await Camp.open(LIMITS)
  honest = await camp.agent('honest')
  honest.answerAll(() => [FULL])
})
afterEach(() => camp.close())

describe('an agent that says what no agent says is cut off, and touches nobody else', () => {
  test.each<[string, (agent: FakeAgent, question: Question) => void, string]>([
    ['no JSON', ({ socket }) => socket.send('{"type":'), 'frame-not-json'],
    ['nothing', ({ socket }) => socket.send(''), 'frame-not-json'],
    ['a number', ({ socket }) => socket.send('7'), 'frame-not-known'],
    ['bytes', ({ socket }) => socket.send(Buffer.from('{}')), 'frame-not-text'],
    ['half a character', ({ socket }) => socket.send(Buffer.from([0xc3]), { binary: false }), 'websocket-broken'],
    ['brackets without end', ({ socket }) => socket.send('['.repeat(200_000)), 'frame-too-deep'],
    ['brackets that end', ({ socket }) => socket.send(nested(100_000)), 'frame-too-deep'],
    ['a million times nested', ({ socket }) => socket.send(nested(1_000_000)), 'websocket-broken'],
    ['more than a frame holds', ({ socket }) => socket.send('x'.repeat(300_000)), 'websocket-broken'],
    ['an endless message in pieces', sendPieces, 'websocket-broken'],
    ['an unknown field', (agent) => agent.say({ type: 'done', id: 'a', node: 'honest' }), 'frame-not-known'],
    ['a nested fact', (agent, { id }) => reportFields(agent, id, { a: { b: 1 } }), 'frame-not-known'],
    ['a prototype', (agent, { id }) => agent.socket.send(withPrototype(id)), 'frame-not-known'],
    ['hello again', (agent) => agent.say(HELLO), 'second-hello'],
    ['what it was not asked', (agent, { id }) => agent.report(id, { probe: 'kernel' }), 'report-not-asked-for'],
    ['a probe twice', (agent, { id }) => twice(agent, id), 'report-not-asked-for'],
    ['more frames than a question is worth', (agent) => flood(agent), 'agent-says-too-much'],
    ['more bytes than a question is worth', (agent, { id }) => floodBytes(agent, id), 'agent-says-too-much'],
    ['pings without end', ({ socket }) => pings(socket), 'agent-says-too-much'],
  ])('%s', async (_, lie, code) => {
    const liar = await camp.agent('liar')
    const asked = liar.nextQuestion()
    const answer = camp.fleet.ask('liar', ['filesystems'], { deadlineMs: 3000 })
    lie(liar, await asked)
    const { fault, facts } = await answer
    await liar.whenClosed()
    expect(camp.log.filter(({ fields }) => fields.node === 'liar').map(({ fields }) => fields.why)).toContain(code)
    expect({ fault, facts }).toEqual({ fault: expect.stringMatching(/./), facts: [] })
    expect(camp.fleet.agentOf('liar')).toBeUndefined()
    await expectHonesty()
  })
})

describe('before it is asked anything', () => {
  test.each<[string, object, string]>([
    ['no hello', { type: 'done', id: 'a' }, 'no-hello'],
    ['another protocol', { ...HELLO, protocol: 2 }, 'other-protocol'],
    ['a node in its hello', { ...HELLO, node: 'honest' }, 'frame-not-known'],
    ['a thousand probes', { ...HELLO, probes: Array(1000).fill(HELLO.probes[0]) }, 'frame-not-known'],
  ])('an agent with %s is not connected', async (_, frame, code) => {
    const liar = camp.keep(await FakeAgent.dial(camp.with(camp.token({ node: 'liar' }))))
    liar.say(frame)
    expect(await liar.whenClosed()).toEqual({ code: 4000, reason: expect.stringContaining(code) })
    await expectHonesty()
  })

  test('one that is silent is not waited for', async () => {
    const silent = camp.keep(await FakeAgent.dial(camp.with(camp.token({ node: 'liar' }))))
    expect((await silent.whenClosed()).reason).toContain('no-hello')
  })

  test('an answer that nobody asked for is too much', async () => {
    const liar = await camp.agent('liar')
    liar.done('q1')
    expect((await liar.whenClosed()).reason).toContain('agent-says-too-much')
  })
})

test('an agent that keeps to the rules stays, whatever time passes', async () => {
  await new Promise((resolve) => setTimeout(resolve, 3 * Math.max(LIMITS.helloMs, LIMITS.beatMs)))
  expect(honest.closed).toBeUndefined()
  await expectHonesty()
})

test('an agent that does not answer pings is gone', async () => {
  const dead = await camp.agent('dead')
  dead.socket.pause()
  await until(() => camp.fleet.agentOf('dead') === undefined)
  expect(camp.log.map(({ fields }) => fields.why)).toContain('agent-silent')
  await expectHonesty()
})

test('an answer whose frame never ends is late, and its agent gone', async () => {
  const patient = await Camp.open({ beatMs: 400 })
  const raw = await rawAgent(patient, patient.token({ node: 'slow' }))
  raw.write(textFrame(JSON.stringify(HELLO)))
  await until(() => patient.fleet.agentOf('slow') !== undefined)
  const answer = patient.fleet.ask('slow', ['filesystems'], { deadlineMs: 100 })
  raw.write(textFrame('{"type":"report"').subarray(0, 9))
  expect(await answer).toMatchObject({ facts: [], fault: 'the agent did not answer in 0.1 s' })
  await until(() => patient.fleet.agentOf('slow') === undefined)
  expect(patient.log.map(({ fields }) => fields.why)).toContain('agent-silent')
  raw.destroy()
  await patient.close()
})

test('a frame that claims a gigabyte is cut off at its head', async () => {
  const raw = await rawAgent(camp, camp.token({ node: 'liar' }))
  raw.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]))
  await once(raw.resume(), 'close')
  expect(camp.log.map(({ fields }) => fields.why)).toContain('websocket-broken')
  await expectHonesty()
})

test('compressed frames are not taken: a bomb stays what it is', async () => {
  const dialling = { ...camp.with(camp.token({ node: 'liar' })), compress: true }
  const agent = camp.keep(await FakeAgent.connect(dialling))
  expect(agent.socket.extensions).toBe('')
  const raw = await rawAgent(camp, camp.token({ node: 'bomb' }))
  raw.write(Buffer.from([0xc1, 0x80, 1, 2, 3, 4]))
  await once(raw.resume(), 'close')
  await expectHonesty()
})

async function expectHonesty(): Promise<void> {
  const answer = await camp.fleet.ask('honest', ['filesystems'], { deadlineMs: 2000 })
  expect(answer.fault).toBeUndefined()
  expect(answer.facts.map(({ fields }) => fields)).toEqual([FULL.fields])
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

function sendPieces({ socket }: FakeAgent): void {
  for (let i = 0; i < 100; i++) socket.send('x', { fin: false })
}

function reportFields(agent: FakeAgent, id: string, fields: object): void {
  agent.say({
    type: 'report',
    id,
    report: { probe: 'filesystems', tookMs: 1, facts: [{ kind: 'a', fields }], notChecked: [] },
  })
}

function withPrototype(id: string): string {
  return `{"type":"done","id":"${id}","__proto__":{"isAdmin":true}}`
}

function twice(agent: FakeAgent, id: string): void {
  agent.report(id, { probe: 'filesystems' })
  agent.report(id, { probe: 'filesystems' })
}

function flood(agent: FakeAgent): void {
  for (let i = 0; i < 100; i++) agent.done(`other-${i}`)
}

function floodBytes(agent: FakeAgent, id: string): void {
  const fields = { text: 'x'.repeat(4000) }
  const facts = Array.from({ length: 50 }, () => ({ kind: 'filesystem', fields }))
  for (let i = 0; i < 5; i++) agent.report(id, { probe: 'filesystems', facts, more: true })
}

function pings(socket: FakeAgent['socket']): void {
  for (let i = 0; i < 5000; i++) socket.ping()
}

/** A WebSocket by hand, for what no library would send. */
async function rawAgent({ fleet, authority }: Camp, token: string): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: fleet.port, ca: authority.cert })
  await once(socket, 'secureConnect')
  const headers = [
    'GET /agent HTTP/1.1',
    'host: 127.0.0.1',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    `authorization: Bearer ${token}`,
  ]
  socket.write(`${headers.join('\r\n')}\r\n\r\n`)
  const [head] = await once(socket, 'data')
  expect(String(head)).toMatch(/^HTTP\/1\.1 101 /)
  socket.on('error', () => {})
  return socket
}

/** Masked with zeros, which masks nothing. */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const head = Buffer.from([0x81, 0xfe, length >> 8, length & 0xff, 0, 0, 0, 0])
  return Buffer.concat([head, Buffer.from(text)])
}
