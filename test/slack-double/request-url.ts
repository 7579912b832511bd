import { createHmac } from 'node:crypto'
import { ACK_DEADLINE_MS, type Sending, type Sent } from './deliveries.ts'
import { isRecord } from './json.ts'

/** The address that an app without Socket Mode gave Slack: signed requests are posted there. */
export class RequestUrl {
  readonly #signingSecret: string
  #url: string | undefined

  constructor(signingSecret: string) {
    this.#signingSecret = signingSecret
  }

  /** Saves the address if the app behind it answers the challenge, as Slack does. */
  async save(url: string): Promise<void> {
    const challenge = createHmac('sha256', this.#signingSecret).update(url).digest('hex')
    const body = JSON.stringify({ type: 'url_verification', challenge })
    const response = await this.post(url, body, 'application/json')
    const answer: unknown = await response.json().catch(() => undefined)
    if (!isRecord(answer) || answer.challenge !== challenge) {
      throw new Error(`expected the app at \`${url}\` to return the challenge, got status ${response.status}`)
    }
    this.#url = url
  }

  async carry(sending: Sending): Promise<Sent> {
    if (this.#url === undefined) return { outcome: 'unreachable', reason: 'connection_failed' }
    try {
      const [body, type] = encode(sending)
      return await answerOf(await this.post(this.#url, body, type, retryHeaders(sending)))
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError'
      return late ? { outcome: 'late', reason: 'http_timeout' } : { outcome: 'lost', reason: 'connection_failed' }
    }
  }

  /** Real time signs the request, because the app compares it with its own clock. */
  post(
    url: string,
    body: string,
    contentType: string,
    { headers = {}, timestamp = Math.floor(Date.now() / 1000), secret = this.#signingSecret }: SigningOptions = {},
  ): Promise<Response> {
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
    return fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ACK_DEADLINE_MS),
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': `v0=${signature}`,
        ...headers,
      },
    })
  }
}

interface SigningOptions {
  readonly headers?: Record<string, string>
  readonly timestamp?: number
  readonly secret?: string
}

/** Events are JSON, interactions JSON in a form field, commands a form. */
function encode({ kind, payload }: Sending): [string, string] {
  if (kind === 'events_api') return [JSON.stringify(payload), 'application/json']
  const form = kind === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) }
  return [new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded']
}

function retryHeaders({ retryNumber, retryReason }: Sending): SigningOptions {
  if (retryNumber === 0) return {}
  return {
    headers: { 'x-slack-retry-num': String(retryNumber), 'x-slack-retry-reason': retryReason ?? 'unknown_error' },
  }
}

async function answerOf(response: Response): Promise<Sent> {
  const body = await response.text()
  if (response.status === 200) return { outcome: 'answered', answer: readAnswer(body) }
  const noRetry = response.headers.get('x-slack-no-retry') === '1'
  const reason = response.status >= 300 && response.status < 400 ? 'too_many_redirects' : 'http_error'
  return { outcome: 'refused', reason, noRetry }
}

/** Slack shows a plain body to whoever typed the command. */
function readAnswer(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return { text: body }
  }
}
