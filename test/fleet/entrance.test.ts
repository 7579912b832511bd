import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { readCertificate, watchCertificate } from '../../src/fleet/certificate.ts'
import { Camp } from './camp.ts'
import { makeAuthority } from './certificates.ts'
import { FakeAgent, HELLO } from './fake-agent.ts'

let camp: Camp
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await camp.close()
})

describe('whoever connects and says nothing', () => {
  test('is cut off in time, and holds up no other address', async () => {
    camp = await Camp.open({ arriving: 6, arrivingFromOneAddress: 2, arrivalMs: 700 })
    const silent = Array.from({ length: 12 }, () => outside('127.0.0.2'))
    await Promise.all(silent.map((socket) => once(socket, 'connect')))
    const started = performance.now()
    await camp.agent('node-1')
    expect(performance.now() - started).toBeLessThan(600)
    await Promise.all(silent.slice(0, 2).map((socket) => once(socket, 'close')))
  })

  test('is turned away when the line is full', async () => {
    camp = await Camp.open({ arriving: 1, arrivingFromOneAddress: 1, waiting: 3, arrivalMs: 5000 })
    const sockets = Array.from({ length: 8 }, () => outside('127.0.0.2'))
    const closed = await Promise.all(sockets.map((socket) => closesIn(socket, 300)))
    expect(closed.filter(Boolean)).toHaveLength(4)
  })
})

describe('an address that is refused', () => {
  test('twenty times is not heard any more, until that is forgiven; others are', async () => {
    camp = await Camp.open()
    const bad = { ...camp.with('header.unknown.signature'), from: '127.0.0.3' }
    for (let i = 0; i < 20; i++) await expect(FakeAgent.dial(bad)).rejects.toThrow('401 token-refused')
    const reviews = camp.kubernetes.calls.length
    await expect(FakeAgent.dial(bad)).rejects.toThrow(/socket disconnected|ECONNRESET/)
    expect(camp.kubernetes.calls).toHaveLength(reviews)
    await camp.agent('node-1')
    camp.aheadMs = 3100
    await expect(FakeAgent.dial(bad)).rejects.toThrow('401')
    await expect(FakeAgent.dial(bad)).rejects.toThrow(/socket disconnected|ECONNRESET/)
  })

  test('is refused also for what is no TLS, no request and no path of ours', async () => {
    camp = await Camp.open({ refusals: 3 })
    const plain = outside('127.0.0.3')
    plain.write('GET /agent HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a.b.c\r\n\r\n')
    await once(plain.resume(), 'close')
    await expect(FakeAgent.dial({ ...camp.with('a.b.c'), from: '127.0.0.3', path: '/' })).rejects.toThrow('404')
    expect(await inside('127.0.0.3', 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    await expect(FakeAgent.dial({ ...camp.with('a.b.c'), from: '127.0.0.3' })).rejects.toThrow(
      /disconnected|ECONNRESET/,
    )
    expect(camp.kubernetes.calls).toEqual([])
  })
})

test.each([
  ['headers without end', `GET /agent HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(12_000)}`, 431],
  ['a request that is none', 'GET /agent HTTP/1.1\r\nhost: x\r\ncontent-length: 1, 2\r\n\r\n', 400],
  ['a page', 'GET / HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n', 404],
  ['the right path without a WebSocket', 'GET /agent HTTP/1.1\r\nhost: x\r\n\r\n', 404],
  ['a query', 'GET /agent?x HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n', 404],
  ['no credential', 'GET /agent HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n', 401],
  ['an enrolment without a key', 'POST /enroll HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n', 401],
])('%s is answered with %s', async (_, request, status) => {
  camp = await Camp.open()
  expect(await inside('127.0.0.4', request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})

test('nobody comes in with a TLS older than 1.2', async () => {
  camp = await Camp.open()
  const { port } = camp.fleet
  const ancient = connect({
    host: '127.0.0.1',
    port,
    ca: camp.authority.cert,
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    ciphers: 'ALL@SECLEVEL=0',
  })
  const [error] = await once(ancient, 'error')
  expect(String(error)).toMatch(/alert protocol version|unsupported protocol/)
})

test('agents that come all at once are all let in', async () => {
  camp = await Camp.open({ arriving: 4, arrivingFromOneAddress: 4 })
  const tokens = Array.from({ length: 100 }, (_, i) => camp.token({ node: `node-${i}` }))
  const agents = await Promise.all(
    tokens.map((token, i) => FakeAgent.connect({ ...camp.with(token), from: `127.0.1.${1 + (i % 10)}` }, HELLO)),
  )
  expect(camp.fleet.agents()).toHaveLength(100)
  for (const agent of agents) camp.keep(agent)
})

describe('the certificate', () => {
  test.each([
    ['that is not there', 'absent.crt', /cannot read agents\.tls\.cert, `.*absent\.crt` \(ENOENT\)/],
    ['that is none', 'token', /not a certificate and its key in PEM/],
    ['of another key', 'ca.crt', /not a certificate and its key in PEM \(ERR_.*\)/],
  ])('%s is named', async (_, name, says) => {
    camp = await Camp.open()
    const files = { ...camp.settings.tls, cert: join(camp.folder, name) }
    await expect(readCertificate(files)).rejects.toThrow(says)
  })

  test('tells when it expires', async () => {
    camp = await Camp.open()
    const to = new Date('2031-02-03T04:05:06Z')
    const { cert, key } = makeAuthority().issue(['x'], { from: new Date(0), to })
    await writeFile(camp.settings.tls.cert, cert)
    await writeFile(camp.settings.tls.key, key)
    expect((await readCertificate(camp.settings.tls)).expiresAt).toEqual(to)
  })
})

test('a certificate that is renewed is told; one that is half written is not', async () => {
  camp = await Camp.open()
  const { tls } = camp.settings
  const warnings: string[] = []
  const log = { info: () => {}, warn: (_: object, message: string) => void warnings.push(message) }
  const first = await readCertificate(tls)
  const { cert, key } = camp.authority.issue(['casebook.casebook.svc'])
  const renewed: string[] = []
  const unwatch = watchCertificate(tls, first, log, (found) => renewed.push(found.cert), 10)
  await writeFile(tls.cert, cert)
  while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await writeFile(tls.key, key)
  while (renewed.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  unwatch()
  expect(renewed).toEqual([cert])
})

test('a port that is taken is named', async () => {
  camp = await Camp.open()
  const other = Camp.open({}, { port: camp.fleet.port })
  await expect(other).rejects.toMatchObject({ code: 'agents-port', message: expect.stringContaining('EADDRINUSE') })
})

function outside(from: string): Socket {
  const socket = createConnection({ host: '127.0.0.1', port: camp.fleet.port, localAddress: from })
  socket.on('error', () => {})
  sockets.push(socket)
  return socket
}

function closesIn(socket: Socket, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve(true))
    setTimeout(() => resolve(false), limitMs)
    socket.resume()
  })
}

/** What is answered to a text over TLS, until the connection is closed. */
async function inside(from: string, text: string): Promise<string> {
  const socket = connect({ socket: outside(from), ca: camp.authority.cert, servername: 'localhost' })
  socket.on('error', () => {})
  socket.write(text)
  let answer = ''
  socket.on('data', (piece) => {
    answer += piece
  })
  await once(socket, 'close')
  return answer
}
