import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { downloadText, MAX_FILE_BYTES, mayHoldText } from '../../src/slack/intake/files.ts'

let server: Server | undefined
afterEach(() => server?.closeAllConnections())
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))))

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const file = (url: string) => ({ id: 'F1', name: 'log.txt', mimetype: 'text/plain', size: 1, url, mustAsk: false })

describe('a file', () => {
  test('is read with the token', async () => {
    let authorization: string | undefined
    const host = await serve((request, response) => {
      authorization = request.headers.authorization
      response.end('disk full')
    })
    expect(await downloadText(file(`${host}/x`), { filesUrl: host, token: 'xoxb-1' })).toBe('disk full')
    expect(authorization).toBe('Bearer xoxb-1')
  })

  test('of 100 MB is read to the cap only', async () => {
    let sent = 0
    const host = await serve((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x')
      const more = (): void => {
        while (sent < 100 && response.writable) {
          sent++
          if (!response.write(chunk)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    expect((await downloadText(file(`${host}/x`), { filesUrl: host, token: 't' })).length).toBe(MAX_FILE_BYTES)
    expect(sent).toBeLessThan(50)
  })

  test('that is a gzip bomb is counted unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 'x'))
    const host = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect((await downloadText(file(`${host}/x`), { filesUrl: host, token: 't' })).length).toBe(MAX_FILE_BYTES)
  })
})

describe('the token goes nowhere else', () => {
  test('another host is not asked', async () => {
    let asked = 0
    const host = await serve((_request, response) => {
      asked++
      response.end()
    })
    for (const url of [`${host}/x`, 'http://127.0.0.1:1@files.example/x', 'file:///etc/passwd', 'no url', '']) {
      await expect(downloadText(file(url), { filesUrl: 'https://files.example', token: 't' })).rejects.toMatchObject({
        code: 'file-elsewhere',
      })
    }
    expect(asked).toBe(0)
  })

  test('a redirect is not followed, and the scope is named that it is for lack of', async () => {
    let asked = 0
    const host = await serve((_request, response) => {
      asked++
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    await expect(downloadText(file(`${host}/x`), { filesUrl: host, token: 't' })).rejects.toMatchObject({
      code: 'file-redirects',
      message: expect.stringContaining('files:read'),
    })
    expect(asked).toBe(1)
  })
})

describe('what is no text is an error that says what to do', () => {
  test.each<[string, number, Record<string, string>, string | Buffer, string, RegExp]>([
    ['a login page', 200, { 'content-type': 'text/html' }, '<html>sign in</html>', 'file-login-page', /files:read/],
    ['a login page without a type', 200, {}, '\n<!DOCTYPE html><html>', 'file-login-page', /reinstalled/],
    ['a binary', 200, {}, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), 'file-binary', /paste the lines/],
    ['a refusal', 403, {}, 'no', 'file-unreadable', /403/],
  ])('%s', async (_name, status, headers, body, code, says) => {
    const host = await serve((_request, response) => response.writeHead(status, headers).end(body))
    const download = downloadText(file(`${host}/x`), { filesUrl: host, token: 't' })
    await expect(download).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
  })
})

test.each([
  ['text/plain', true],
  ['application/json', true],
  ['', true],
  ['image/png', false],
  ['application/zip', false],
])('%s may hold text: %s', (mimetype, expected) => {
  expect(mayHoldText({ ...file('https://x/y'), mimetype })).toBe(expected)
})
