import type { JsonRecord } from './json.ts'
import type { Slack } from './slack.ts'

export interface Answer extends JsonRecord {
  readonly ok: boolean
  readonly error?: string
  readonly ts: string
  readonly status: number
  readonly retryAfter: string | null
}

/** Calls a method the way the SDK does: a form, with JSON in strings for what is no scalar. */
export async function call(
  slack: Slack,
  method: string,
  args: JsonRecord = {},
  token = slack.botToken,
): Promise<Answer> {
  const fields = Object.entries(args).map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ])
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  })
  const body = (await response.json()) as Answer
  return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') }
}
