import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { KeptKey } from '../model/hosts.ts'

/** `enrol` is exchanged once for `host`, which a host connects with from then on. */
export type KeyKind = 'enrol' | 'host'

export interface PresentedKey {
  readonly kind: KeyKind
  readonly id: string
  readonly secret: string
}

const KEY = /^casebook-(enrol|host)-([0-9a-f]{16})-([0-9a-f]{64})$/

/** A key of 256 random bits: its text for the host, and what is kept of it. The prefix lets secret scanners know it. */
export function makeKey(kind: KeyKind): { readonly text: string; readonly kept: KeptKey } {
  const id = randomBytes(8).toString('hex')
  const secret = randomBytes(32).toString('hex')
  return { text: `casebook-${kind}-${id}-${secret}`, kept: { id, digest: digestOf(secret) } }
}

export function readKey(text: string): PresentedKey | undefined {
  const [, kind, id, secret] = KEY.exec(text) ?? []
  if (kind === undefined || id === undefined || secret === undefined) return undefined
  return { kind: kind as KeyKind, id, secret }
}

/** In a time that does not tell how much of it is right. */
export function isSameKey(kept: KeptKey, presented: PresentedKey): boolean {
  return timingSafeEqual(Buffer.from(kept.digest, 'hex'), Buffer.from(digestOf(presented.secret), 'hex'))
}

/** Nobody guesses 256 random bits: a digest that is slow on purpose would protect nothing more. */
function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
