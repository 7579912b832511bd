import type { RequestListener, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { boundedGet, ENOUGH } from '../../../src/agent/http/bounded-get.ts'
import { isSilence, refusalOf } from '../../../src/agent/http/refusal.ts'
import { socketServer } from './socket-server.ts'

const LIMITS = { totalMs: 300, maxBytes: 1_000 }

test('hands a whole answer on', async () => {
  const { path } = await socketServer((_, response) => response.end('hello'))
  const { answered, text } = await get(path)
  expect(answered).toEqual({ status: 200, ended: 'whole' })
  expect(text).toBe('hello')
})

test('takes no more than its share of an endless body', async () => {
  const { path, connections } = await socketServer((_, response) => {
    const more = () => response.write(Buffer.alloc(65_536)) && setImmediate(more)
    response.on('drain', more)
    more()
  })
  const { answered, text } = await get(path)
  expect(answered).toEqual({ status: 200, ended: 'cut' })
  expect(text).toHaveLength(1_000)
  await expect.poll(() => connections.open).toBe(0)
})

test('stops where the reader has enough', async () => {
  const { path } = await socketServer((_, response) => response.end('abcdef'))
  const answered = await boundedGet({ socketPath: path, path: '/' }, LIMITS, () => ENOUGH)
  expect(answered.ended).toBe('cut')
})

test.each<[string, RequestListener]>([
  ['never answers', () => {}],
  ['sends its headers byte by byte', dripHeaders],
])('gives up a server that %s, and hangs up', async (_, answer) => {
  const { path, connections } = await socketServer(answer)
  const started = performance.now()
  const error = await get(path).catch((thrown: unknown) => thrown)
  expect(isSilence(error)).toBe(true)
  expect(performance.now() - started).toBeLessThan(1_000)
  await expect.poll(() => connections.open).toBe(0)
})

test('gives up a server that sends its body byte by byte: a byte buys no time', async () => {
  const { path } = await socketServer((_, response) => {
    response.writeHead(200)
    drip(response)
  })
  const error = await get(path).catch((thrown: unknown) => thrown)
  expect(refusalOf(error, 'dockerd', 'the socket', 300)).toEqual({
    why: 'timed-out',
    says: 'dockerd had not answered after 0.3 s',
  })
})

test('follows no redirect', async () => {
  const { path, connections } = await socketServer((_, response) =>
    response.writeHead(302, { location: '/other' }).end(),
  )
  const { answered } = await get(path)
  expect(answered.status).toBe(302)
  expect(connections.total).toBe(1)
})

test('tells a socket that is not there from one that nobody listens on', async () => {
  const { path, server } = await socketServer((_, response) => response.end())
  expect(await whyOf(`${path}.absent`)).toBe('not-here')
  await new Promise((resolve) => server.close(resolve))
  expect(await whyOf(path)).toBe('not-here')
})

async function get(socketPath: string) {
  let text = ''
  const answered = await boundedGet({ socketPath, path: '/' }, LIMITS, (chunk) => {
    text += chunk.toString()
    return undefined
  })
  return { answered, text }
}

async function whyOf(socketPath: string) {
  const error = await get(socketPath).catch((thrown: unknown) => thrown)
  return refusalOf(error, 'dockerd', 'the socket', 300).why
}

function dripHeaders(_: unknown, { socket }: ServerResponse): void {
  socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ')
  drip(socket)
}

function drip(to: { write(text: string): unknown } | null): void {
  const timer = setInterval(() => to?.write('x'), 50)
  setTimeout(() => clearInterval(timer), 600)
}
