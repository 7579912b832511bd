import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import { MAX_FRAME_BYTES } from '../../model/frame.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Endpoint } from './endpoint.ts'

const HANDSHAKE_MS = 10_000
const MOST_FILE_BYTES = 1024 * 1024

/** How a connection begins. Each of them reads the token again: Kubernetes renews it. */
export type Dial = () => WebSocket

/**
 * Dials the app over TLS and nothing else: its certificate must be good for its name, a redirect is an answer like any
 * other that is no WebSocket, and no proxy of the environment is asked. Reads the authority and a key now, while the
 * disk answers. Throws a KnownError `unreadable-file`, also when a token cannot be read later.
 */
export function makeDial({ url, serverName, caFile, credential }: Endpoint): Dial {
  const ca = caFile === undefined ? undefined : readSmall(caFile)
  const key = readSmall(credential.file)
  return () =>
    new WebSocket(url, {
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { servername: serverName }),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      followRedirects: false,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      headers: { authorization: `Bearer ${(credential.kind === 'token' ? readSmall(credential.file) : key).trim()}` },
    })
}

function readSmall(file: string): string {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.length <= MOST_FILE_BYTES && text.trim() !== '') return text
  } catch (error) {
    throw new KnownError('unreadable-file', `cannot read \`${file}\` (${(error as NodeJS.ErrnoException).code})`)
  }
  throw new KnownError('unreadable-file', `\`${file}\` is empty, or larger than a key or certificate can be`)
}
