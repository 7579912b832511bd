import type { JsonRecord } from './json.ts'

/** Slack's "no": answered as `{ ok: false, error, … }` with status 200. */
export class Refusal extends Error {
  readonly code: string
  readonly details: JsonRecord

  constructor(code: string, details: JsonRecord = {}) {
    super(code)
    this.code = code
    this.details = details
  }

  /** With the sentences that Slack puts into `response_metadata.messages`. */
  static with(code: string, messages: readonly string[]): Refusal {
    return new Refusal(code, { response_metadata: { messages } })
  }
}

/** Runs something that Slack may refuse; what it objects to, or undefined. */
export function complaintOf(run: () => void): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${error.code} ${JSON.stringify(error.details)}`
  }
}
