import type { IncomingMessage } from 'node:http'
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../log.ts'
import { slackLogger } from '../log.ts'
import type { SlackConfig } from '../slack-config.ts'

export interface Sockets {
  readonly open: number
  readonly of: number
}

/** The receivers of one transport, and whether events can reach us through them. */
export interface Transport {
  readonly receivers: readonly Receiver[]
  readonly isOpen: () => boolean
  /** How many of our sockets are open; undefined where Slack comes to us. */
  readonly sockets: () => Sockets | undefined
  /** Closes what Bolt's own `stop` leaves open. */
  readonly close: () => Promise<void>
}

const SERVER_PING_TIMEOUT_MS = 60_000
const CLOSE_MS = 3000
const CLOCK_SKEW_S = 60

export function openTransport(config: SlackConfig, log: Log): Transport {
  return config.transport.kind === 'socket'
    ? sockets(config, config.transport.appToken, log)
    : http(config.transport, log)
}

/**
 * Two sockets, because Slack refreshes each of them every few hours and the client then has none for as long as its ping
 * timeout. Each receiver has client options of its own: Bolt writes a retry policy into what it is given.
 */
function sockets({ apiUrl }: SlackConfig, appToken: string, log: Log): Transport {
  const make = (): SocketModeReceiver =>
    new SocketModeReceiver({
      appToken,
      serverPingTimeout: SERVER_PING_TIMEOUT_MS,
      installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
      logger: slackLogger(log),
    })
  const receivers = [make(), make()]
  const open = new Set<SocketModeReceiver>()
  for (const receiver of receivers) {
    receiver.client.on('connected', () => open.add(receiver))
    for (const end of ['disconnected', 'reconnecting', 'close']) receiver.client.on(end, () => open.delete(receiver))
  }
  return {
    receivers,
    isOpen: () => open.size > 0,
    sockets: () => ({ open: open.size, of: receivers.length }),
    close: async () => {
      const closing = Promise.all(receivers.map((receiver) => receiver.client.disconnect().catch(() => {})))
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
    },
  }
}

function http({ signingSecret, port }: { signingSecret: string; port: number }, log: Log): Transport {
  const receiver = new HTTPReceiver({
    signingSecret,
    port,
    logger: slackLogger(log),
    endpoints: ['/slack/events'],
    // What was not kept is not acknowledged: any answer but 2xx makes Slack deliver it again.
    processEventErrorHandler: async ({ response }) => {
      response.writeHead(503).end()
      return false
    },
  })
  const answer = receiver.requestListener
  receiver.requestListener = (request, response) => {
    if (isFromFuture(request)) response.writeHead(401).end()
    else answer(request, response)
  }
  return { receivers: [receiver], isOpen: () => true, sockets: () => undefined, close: async () => {} }
}

/** Bolt refuses old signatures only: one that is dated ahead could be replayed until its time and five minutes more. */
function isFromFuture({ headers }: IncomingMessage): boolean {
  return Number(headers['x-slack-request-timestamp']) > Date.now() / 1000 + CLOCK_SKEW_S
}
