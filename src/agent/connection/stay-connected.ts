import { setTimeout as sleep } from 'node:timers/promises'
import { KnownError } from '../../model/known-error.ts'
import type { Log } from '../log.ts'
import { waitMs } from './backoff.ts'
import type { Dial } from './dial.ts'
import { type Ending, Link, type LinkParts } from './link.ts'

/** A connection that lasted as long was a good one. */
const GOOD_MS = 60_000

/** Connects, and again whenever that is over, until the signal says stop. Everything that goes wrong is in the log. */
export async function stayConnected(
  dial: Dial,
  parts: Omit<LinkParts, 'onOpen'>,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  for (let failures = 0; !stop.aborted; failures++) {
    const { openMs, why } = await connectOnce(dial, { ...parts, onOpen: () => log('info', 'connected') }, stop)
    if (stop.aborted) return
    if (openMs >= GOOD_MS) failures = 0
    const pauseMs = Math.round(waitMs(failures, Math.random()))
    log('warn', 'not connected', { code: why.code, says: why.message, openMs: Math.round(openMs), againInMs: pauseMs })
    await sleep(pauseMs, undefined, { signal: stop }).catch(() => {})
  }
}

async function connectOnce(dial: Dial, parts: LinkParts, stop: AbortSignal): Promise<Ending> {
  const over = new AbortController()
  try {
    const socket = dial()
    return await new Promise((resolve) => {
      const link = new Link(socket, parts, resolve)
      stop.addEventListener('abort', () => link.hangUp(), { once: true, signal: over.signal })
    })
  } catch (error) {
    if (error instanceof KnownError) return { openMs: 0, why: error }
    throw error
  } finally {
    over.abort()
  }
}
