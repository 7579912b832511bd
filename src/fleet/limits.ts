/** What anybody who connects may cost. Tests shorten the times; production keeps them all. */
export interface Limits {
  /** From the first byte to an accepted credential: TLS, headers, and asking the API server. */
  readonly arrivalMs: number
  /** How many may be on that way at once, in all and from one address; and how many may stand in line for it. */
  readonly arriving: number
  readonly arrivingFromOneAddress: number
  readonly waiting: number
  /** An address that was refused so often is not let in, until one refusal is forgiven. */
  readonly refusals: number
  readonly forgiveEveryMs: number
  /** From the WebSocket to the agent's first frame. */
  readonly helloMs: number
  /** An agent that lets two beats pass without an answer is gone. */
  readonly beatMs: number
  /** Pings and pongs of an agent between two beats. */
  readonly controlFrames: number
  /** What an agent may say to one question. */
  readonly framesPerQuestion: number
  readonly bytesPerQuestion: number
  readonly factsPerQuestion: number
  /** Questions that one agent may have open. */
  readonly openQuestions: number
  /** Until the close frame must be out: then the connection is cut. */
  readonly farewellMs: number
  /** How many nodes are asked at once when many are asked. */
  readonly askedAtOnce: number
}

export const LIMITS: Limits = {
  arrivalMs: 10_000,
  arriving: 32,
  arrivingFromOneAddress: 8,
  waiting: 10_000,
  refusals: 20,
  forgiveEveryMs: 3000,
  helloMs: 5000,
  beatMs: 20_000,
  controlFrames: 100,
  framesPerQuestion: 256,
  bytesPerQuestion: 2 << 20,
  factsPerQuestion: 10_000,
  openQuestions: 4,
  farewellMs: 250,
  askedAtOnce: 256,
}
