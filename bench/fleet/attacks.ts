import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import { deflateRawSync } from 'node:zlib'
import { HELLO } from '../../test/fleet/fake-agent.ts'
import { addressOf, tokenOf } from './token.ts'

interface Where {
  readonly port: number
  readonly ca: string
}

const MASK = Buffer.alloc(4)
const TEXT = 0x81
const FIRST_OF_MANY = 0x01
const NEXT_OF_MANY = 0x00
const COMPRESSED = 0x40
const BLOCK = Buffer.alloc(64 * 1024, 0x78)
/** 64 MiB in 64 KiB. */
const BOMB = deflateRawSync(Buffer.alloc(64 << 20, 0x20))

type Attack = (socket: TLSSocket, bytes: number) => Promise<void>

/** What a hostile agent may send once it is connected. Each writes until it is cut off, or has sent so many bytes. */
const ATTACKS: Readonly<Record<string, Attack>> = {
  'one huge frame': async (socket, bytes) => {
    socket.write(head(TEXT, bytes))
    await pour(socket, () => BLOCK, bytes)
  },
  'a message without end': async (socket, bytes) => {
    socket.write(Buffer.concat([head(FIRST_OF_MANY, 1), Buffer.from('[')]))
    await pour(socket, () => Buffer.concat([head(NEXT_OF_MANY, BLOCK.length), BLOCK]), bytes)
  },
  'a million brackets': async (socket) => {
    const text = Buffer.from('['.repeat(1_000_000))
    socket.write(Buffer.concat([head(TEXT, text.length), text]))
  },
  'brackets in every frame': async (socket, bytes) => {
    const text = Buffer.from('['.repeat(200_000))
    await pour(socket, () => Buffer.concat([head(TEXT, text.length), text]), bytes)
  },
  'a compressed bomb': async (socket) => {
    socket.write(Buffer.concat([head(TEXT | COMPRESSED, BOMB.length), BOMB]))
  },
  'answers that nobody asked for': async (socket, bytes) => {
    const text = Buffer.from(JSON.stringify({ type: 'done', id: 'q', refused: 'x'.repeat(400) }))
    await pour(socket, () => Buffer.concat([head(TEXT, text.length), text]), bytes)
  },
}

export const ATTACK_NAMES = Object.keys(ATTACKS)

/** Connects as agent `i`, attacks, and says after how many milliseconds it was cut off and what it had sent. */
export async function attack(
  where: Where,
  i: number,
  name: string,
  bytes: number,
): Promise<{ cutAfterMs: number; sentBytes: number }> {
  const options = { host: '127.0.0.1', port: where.port, ca: where.ca, localAddress: addressOf(i) }
  const socket = connect(options)
  socket.on('error', () => {})
  await once(socket, 'secureConnect')
  socket.write(upgrade(tokenOf(i)))
  await once(socket, 'data')
  const hello = Buffer.from(JSON.stringify(HELLO))
  socket.write(Buffer.concat([head(TEXT, hello.length), hello]))
  const cut = new Promise((resolve) => socket.resume().once('close', resolve))
  const before = socket.bytesWritten
  const started = performance.now()
  await Promise.race([ATTACKS[name]?.(socket, bytes), cut])
  await Promise.race([cut, new Promise((resolve) => setTimeout(resolve, 5000))])
  const cutAfterMs = Math.round(performance.now() - started)
  socket.destroy()
  return { cutAfterMs, sentBytes: socket.bytesWritten - before }
}

async function pour(socket: TLSSocket, next: () => Buffer, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && !socket.destroyed; ) {
    const piece = next()
    sent += piece.length
    if (!socket.write(piece)) await drained(socket)
  }
}

/** Resolves when there is room again, or nobody takes anything any more. */
function drained(socket: TLSSocket): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      socket.off('drain', go).off('close', go)
      resolve()
    }
    socket.on('drain', go).on('close', go)
  })
}

/** Masked with zeros, which masks nothing. */
function head(opcode: number, length: number): Buffer {
  const bytes = Buffer.alloc(length > 0xffff ? 10 : 4)
  bytes[0] = opcode
  bytes[1] = 0x80 | (length > 0xffff ? 127 : 126)
  if (length > 0xffff) bytes.writeBigUInt64BE(BigInt(length), 2)
  else bytes.writeUInt16BE(length, 2)
  return Buffer.concat([bytes, MASK])
}

function upgrade(token: string): string {
  const headers = [
    'GET /agent HTTP/1.1',
    'host: 127.0.0.1',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-extensions: permessage-deflate',
    `authorization: Bearer ${token}`,
  ]
  return `${headers.join('\r\n')}\r\n\r\n`
}
