import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { isValidSlackRequest } from '@slack/bolt'
import { seededRandom } from '../synthetic-cases.ts'
import { AppProcess } from './app-process.ts'
import type { Goal, Result } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolder } from './scratch.ts'
import { Workplace } from './workplace.ts'

interface Signed {
  readonly timestamp: string
  readonly signature: string
  readonly body: string
}

interface Forgery {
  readonly sent: number
  readonly accepted: number
}

const REPLAYS = 100
const UPLOAD_MEBIBYTES = 300
const MOST_GROWTH_MEBIBYTES = 20
const LIMIT_MS = 20_000

export const forgedRequests: Goal = {
  id: 'A6',
  promise: `forged requests are refused, a replayed one counts once, and ${UPLOAD_MEBIBYTES} MB without a signature take no memory`,
  measure: async (size) => {
    const checked = forgeForFunction(size === 'full' ? 1_000_000 : 20_000)
    return judge(checked, await attackApp(compileProduction(), size === 'full' ? 5000 : 500))
  },
  control: {
    without: 'signatures',
    measure: async () => judge({ sent: 0, accepted: 0 }, await attackApp(withoutSignatures(), 200)),
  },
}

/** Against the function that Bolt decides with. */
function forgeForFunction(count: number): Forgery {
  const random = seededRandom(6)
  const secret = 'signing-secret-of-nobody'
  const now = Math.floor(Date.now() / 1000)
  let accepted = 0
  for (let i = 0; i < count; i++) {
    const { timestamp, signature, body } = forge(
      sign(secret, JSON.stringify({ type: 'event_callback', event_id: `Ev${i}` }), now),
      random,
    )
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) }
    if (isValidSlackRequest({ signingSecret: secret, body, headers })) accepted++
  }
  return { sent: count, accepted }
}

interface Attack {
  readonly forged: Forgery
  /** Answers to the question whose event was replayed. */
  readonly effects: number
  readonly growthMebibytes: number
}

async function attackApp(program: string, count: number): Promise<Attack> {
  const place = await Workplace.open({ channels: 1, speed: 30, transport: 'http' })
  const { slack } = place
  const port = await freePort()
  const app = new AppProcess({ slack, program, folder: newFolder(), port })
  await app.start()
  await place.asks(0, pasteOf(0))
  await place.untilUnanswered(0, LIMIT_MS)
  const event = slack.deliveries.find(({ about }) => about === 'message')
  const body = JSON.stringify(event?.payload)
  const url = `http://127.0.0.1:${port}/slack/events`
  for (let i = 0; i < REPLAYS; i++) await slack.request(url, body)
  await app.untilDone(LIMIT_MS)
  const effects = slack.outgoing.filter(({ kind }) => kind === 'message').length
  const forged = await forgeForApp(slack.signingSecret, url, body, count)
  const growthMebibytes = await uploadUnsigned(app, url)
  await app.stop()
  await place.close()
  return { forged, effects, growthMebibytes }
}

async function forgeForApp(secret: string, url: string, body: string, count: number): Promise<Forgery> {
  const random = seededRandom(7)
  let accepted = 0
  for (let i = 0; i < count; i++) {
    const {
      timestamp,
      signature,
      body: forged,
    } = forge(sign(secret, body.replace('"event_id":"Ev', `"event_id":"Ev${i}`), Math.floor(Date.now() / 1000)), random)
    const headers = {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    }
    const answer = await fetch(url, { method: 'POST', body: forged, headers })
    if (answer.ok) accepted++
    await answer.arrayBuffer()
  }
  return { sent: count, accepted }
}

function sign(secret: string, body: string, timestamp: number): Signed {
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  return { timestamp: String(timestamp), signature, body }
}

/** The same with one thing wrong. */
function forge(signed: Signed, random: () => number): Signed {
  const change = CHANGES[Math.floor(random() * CHANGES.length)] ?? ((it: Signed) => it)
  return change(signed, random)
}

const CHANGES: readonly ((signed: Signed, random: () => number) => Signed)[] = [
  (it, random) => ({ ...it, body: otherCharacter(it.body, random) }),
  (it, random) => ({ ...it, signature: `v0=${otherCharacter(it.signature.slice(3), random)}` }),
  (it) => ({ ...it, body: `${it.body} ` }),
  (it) => ({ ...it, body: '' }),
  (it) => ({ ...it, timestamp: String(Number(it.timestamp) + 1) }),
  (it) => ({ ...it, timestamp: String(Number(it.timestamp) - 1) }),
  (it) => ({ ...it, timestamp: 'NaN' }),
  (it) => ({ ...it, signature: it.signature.toUpperCase() }),
  (it) => ({ ...it, signature: it.signature.replace('v0=', 'v1=') }),
  (it) => ({ ...it, signature: it.signature.slice(0, -1) }),
  (it) => ({ ...it, signature: it.signature.slice(3) }),
  (it) => ({ ...it, signature: '' }),
  (it) => ({ ...it, signature: sign('another secret', it.body, Number(it.timestamp)).signature }),
  (it) => ({ ...it, signature: sign('', it.body, Number(it.timestamp)).signature }),
  ({ body, timestamp }) => ({
    ...sign('', body, Number(timestamp)),
    signature: `v0=${createHmac('sha256', '').update(body).digest('hex')}`,
  }),
]

/** Another hexadecimal digit in the place of one: never what stood there. */
function otherCharacter(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length)
  return text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1)
}

/** Returns by how many mebibytes the memory of the app grew at most. */
async function uploadUnsigned(app: AppProcess, url: string): Promise<number> {
  const before = app.residentBytes
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, app.residentBytes)
  }, 10)
  await upload(url)
    .then(() => sleep(300))
    .finally(() => clearInterval(watching))
  return Math.round((most - before) / 2 ** 20)
}

/** Until all is sent, or the other side will not have more: it may answer, or hang up. */
async function upload(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': '1' }
  const sending = request(url, { method: 'POST', headers })
  const over = new Promise<void>((resolve) => sending.once('close', resolve))
  sending.on('error', () => {})
  sending.on('response', (response) => response.resume())
  const piece = Buffer.alloc(1 << 20, 'a')
  for (let i = 0; i < UPLOAD_MEBIBYTES && !sending.destroyed; i++) {
    const hasRoom = sending.write(piece)
    if (!hasRoom) await Promise.race([new Promise<void>((resolve) => sending.once('drain', resolve)), over])
  }
  sending.end()
  await over
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

function withoutSignatures(): string {
  const from = 'processEventErrorHandler:'
  return sabotage([{ file: 'slack/intake/transports', from, to: `signatureVerification: false, ${from}` }])
}

function judge(checked: Forgery, { forged, effects, growthMebibytes }: Attack): Result {
  const accepted = checked.accepted + forged.accepted
  return {
    good: accepted === 0 && effects === 1 && growthMebibytes <= MOST_GROWTH_MEBIBYTES,
    says: `${accepted} accepted of ${checked.sent} forgeries by the function and ${forged.sent} by the app; one event ${REPLAYS} times: ${effects} answer; ${UPLOAD_MEBIBYTES} MiB unsigned: ${growthMebibytes} MiB more memory`,
  }
}
