import { once } from 'node:events'
import { WebSocket } from 'ws'
import { call } from './call.ts'
import type { JsonRecord } from './json.ts'
import type { Slack } from './slack.ts'

/** A Socket Mode client that does only what a test tells it. */
export interface RawSocket {
  readonly received: JsonRecord[]
  readonly url: string
  /** The envelopes with events, commands and interactions among what was received. */
  envelopes(): JsonRecord[]
  acknowledge(envelope: JsonRecord | undefined, payload?: JsonRecord): void
  close(): void
}

export async function openRawSocket(slack: Slack): Promise<RawSocket> {
  const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken)
  const socket = new WebSocket(String(url))
  const received: JsonRecord[] = []
  socket.on('message', (data) => received.push(JSON.parse(String(data)) as JsonRecord))
  await once(socket, 'message')
  return {
    received,
    url: String(url),
    envelopes: () => received.filter(({ envelope_id }) => envelope_id !== undefined),
    acknowledge: (envelope, payload) => socket.send(JSON.stringify({ envelope_id: envelope?.envelope_id, payload })),
    close: () => socket.terminate(),
  }
}
