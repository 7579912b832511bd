import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WebClient } from '@slack/web-api'

/**
 * The digests and the sender of the compiled program on its store, without the rest of it, which would take a second
 * to start: no library, no sockets. Throws `store-in-use` while another process has the file.
 */
export async function startWorker({ program, database, slack, now, after, timeoutMs = 2000 }) {
  const load = (file) => import(pathToFileURL(join(program, 'dist', file)).href)
  const { openSqliteStore } = await load('store/sqlite/open.js')
  const { startDigests } = await load('slack/digests.js')
  const { startSender } = await load('slack/outbox/sender.js')
  const store = openSqliteStore(database)
  const sender = slack ? startSender({ store, web: webOf(slack, timeoutMs), log: SILENT, now }) : NO_SENDER
  const tools = {
    store,
    now,
    log: SILENT,
    wake: sender.wake,
    newId: () => crypto.randomUUID(),
    cases: [],
    match: () => ({ confidence: 'none', matches: [], facts: [], ask: undefined }),
    generalise: () => undefined,
    config: { digestSweep: false, probing: { channels: [] } },
    sweep: async () => [],
  }
  const digests = startDigests(tools, after)
  return {
    store,
    decided: digests.idle,
    stop: async () => {
      await digests.stop()
      await sender.stop(1000)
      await store.close()
    },
  }
}

/** As the app makes its own. */
function webOf({ apiUrl, token }, timeout) {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
  })
}

const nothing = () => {}
const NO_SENDER = { wake: nothing, stop: nothing }
const SILENT = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => 'error',
  setName: nothing,
}
