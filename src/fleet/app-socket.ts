import { resolve } from 'node:path'
import { z } from 'zod'
import { KnownError } from '../model/known-error.ts'

/** What the running app and the other verbs of the same machine say to each other: JSON over HTTP on a unix socket beside the database. Whoever may read the database may speak; nobody else may. */
export const MAX_REQUEST_BYTES = 64 * 1024
export const MAX_ANSWER_BYTES = 32 << 20

/** https://man7.org/linux/man-pages/man7/unix.7.html: 108 bytes, with a zero at the end */
const MAX_SOCKET_PATH_BYTES = 107

/** Throws a KnownError when the path is longer than a socket's may be. */
export function socketOf(database: string): string {
  const path = `${resolve(database)}.sock`
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path
  throw new KnownError(
    'socket-path-too-long',
    `\`${path}\` is longer than the ${MAX_SOCKET_PATH_BYTES} bytes that the path of a socket may have; give the database a shorter one`,
  )
}

const node = z.string().max(300)

export const askRequest = z.strictObject({
  node,
  probes: z.array(z.string().max(64)).max(128),
  deadlineMs: z.int().min(1).max(60_000),
})

export const inviteRequest = z.strictObject({
  node,
  labels: z.record(z.string().max(300), z.string().max(300)),
  expiresAt: z.int(),
})

export const revokeRequest = z.strictObject({ node })

/** What went wrong, for a person. */
export const refusal = z.object({ code: z.string(), message: z.string() })
