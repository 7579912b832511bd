import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKubernetesApi } from '../../../src/fleet/kubernetes/api.ts'
import { isAllowed, READ_NODES, REVIEW_TOKENS } from '../../../src/fleet/kubernetes/permission.ts'
import { makeAuthority, type Pem } from '../certificates.ts'
import { APP_TOKEN, FakeKubernetes } from '../fake-kubernetes.ts'

const authority = makeAuthority()
let folder = ''
let kubernetes: FakeKubernetes
const cleanUp: (() => void)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-api-'))
  await writeFile(join(folder, 'token'), APP_TOKEN)
  await writeFile(join(folder, 'ca.crt'), authority.cert)
  kubernetes = await FakeKubernetes.start(authority)
})
afterEach(async () => {
  for (const end of cleanUp.splice(0)) end()
  await kubernetes.stop()
  await rm(folder, { recursive: true })
})

describe('the app’s token is sent to nobody else', () => {
  test.each<[string, () => Promise<{ url: string; heard: () => string }>, RegExp]>([
    ['another authority', () => ear(makeAuthority('another').issue(['127.0.0.1'])), /UNABLE_TO_[A-Z_]+|SELF_SIGNED/],
    ['another authority of that name', () => ear(makeAuthority().issue(['127.0.0.1'])), /CERT_SIGNATURE_FAILURE/],
    ['another name', () => ear(authority.issue(['example.org'])), /ERR_TLS_CERT_ALTNAME_INVALID/],
    ['a certificate that has expired', () => ear(authority.issue(['127.0.0.1'], PAST)), /CERT_HAS_EXPIRED/],
    ['no TLS behind an address that promises it', plainEar, /EPROTO|ECONNRESET|ERR_SSL|socket/],
  ])('%s', async (_, listen, why) => {
    const { url, heard } = await listen()
    const error = await open(url)
      .get('/api/v1/nodes/node-1')
      .catch((it: unknown) => it)
    expect(error).toMatchObject({ code: 'kubernetes-unreachable', message: expect.stringMatching(why) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(heard()).not.toContain(APP_TOKEN)
  })

  test('plain HTTP', async () => {
    let calls = 0
    const server = createHttpServer((_, response) => response.end(String(++calls)))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    cleanUp.push(() => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await expect(open(url).get('/api/v1/nodes/node-1')).rejects.toMatchObject({ code: 'kubernetes-not-https' })
    expect(calls).toBe(0)
  })

  test('where a redirect points', async () => {
    const other = await FakeKubernetes.start(authority)
    cleanUp.push(() => void other.stop())
    kubernetes.trouble = (response) => response.writeHead(307, { location: `${other.url}/api/v1/nodes/node-1` }).end()
    await expect(open(kubernetes.url).get('/api/v1/nodes/node-1')).rejects.toMatchObject({
      code: 'kubernetes-odd-answer',
      message: expect.stringContaining('307'),
    })
    expect([kubernetes.calls.length, other.calls]).toEqual([1, []])
  })
})

test('an API server that does not answer is waited for no longer than the deadline', async () => {
  kubernetes.trouble = () => {}
  const started = performance.now()
  await expect(open(kubernetes.url, 200).get('/api/v1/nodes/node-1')).rejects.toThrow('no answer in 0.2 s')
  expect(performance.now() - started).toBeLessThan(1000)
})

test('one that answers a byte at a time is waited for no longer either', async () => {
  kubernetes.trouble = (response) => {
    response.write('{')
    const timer = setInterval(() => response.write(' '), 20)
    response.once('close', () => clearInterval(timer))
  }
  await expect(open(kubernetes.url, 300).get('/api/v1/nodes/node-1')).rejects.toThrow('no answer in 0.3 s')
})

test('a renewed token is used from the next second on', async () => {
  kubernetes.labels.set('node-1', {})
  const api = open(kubernetes.url)
  await api.get('/api/v1/nodes/node-1')
  await writeFile(join(folder, 'token'), 'renewed')
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await expect(api.get('/api/v1/nodes/node-1')).rejects.toMatchObject({ code: 'kubernetes-forbids' })
  expect(kubernetes.calls.map((call) => call.split(' ').at(-1))).toEqual([APP_TOKEN, 'renewed'])
})

test('a token that is not mounted is named', async () => {
  await rm(join(folder, 'token'))
  await expect(open(kubernetes.url).get('/api/v1/nodes/node-1')).rejects.toThrow(/cannot read `.*token` \(ENOENT\)/)
})

test('what the app may do is asked of the API server', async () => {
  kubernetes.forbidden.add('nodes')
  const api = open(kubernetes.url)
  expect([await isAllowed(api, REVIEW_TOKENS), await isAllowed(api, READ_NODES)]).toEqual([true, false])
})

const PAST = { from: new Date('2001-01-01'), to: new Date('2002-01-01') }

function open(api: string, deadlineMs = 5000) {
  const settings = { api, tokenFile: join(folder, 'token'), caFile: join(folder, 'ca.crt'), serviceAccounts: [] }
  const opened = openKubernetesApi(settings, deadlineMs)
  cleanUp.push(opened.close)
  return opened
}

/** Somebody who ends TLS with a certificate of theirs, and keeps what they hear. */
async function ear(pem: Pem): Promise<{ url: string; heard: () => string }> {
  let heard = ''
  const server = createTlsServer(pem, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (piece) => {
      heard += piece
    })
  })
  server.on('tlsClientError', () => {})
  await once(server.listen(0, '127.0.0.1'), 'listening')
  cleanUp.push(() => server.close())
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, heard: () => heard }
}

async function plainEar(): Promise<{ url: string; heard: () => string }> {
  let heard = ''
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (piece) => {
      heard += piece.toString('latin1')
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  cleanUp.push(() => server.close())
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, heard: () => heard }
}
