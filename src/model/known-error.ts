/** An error whose message may be shown to a person: it says what was expected, what came, and what to do. Everything else goes to the log only. */
export class KnownError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KnownError'
    this.code = code
  }
}
