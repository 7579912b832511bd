/** How much of an answer is shown where. */
export interface Extent {
  /** Also what repeats or explains. */
  readonly everything: boolean
  readonly evidence: number
  readonly evidenceLength: number
  readonly grounds: number
  readonly groundLength: number
  readonly ruledOut: number
  readonly outcomes: number
  readonly others: number
  readonly titleLength: number
  readonly steps: number
  readonly stepLength: number
  readonly commandLength: number
  readonly proseLength: number
  /** What could not be checked on a node. */
  readonly unchecked: number
  /** Nodes of a pool that are named. */
  readonly nodes: number
}

/** A thread is narrow, and somebody has an outage: the longest of everything is still below the budget. */
export const BRIEF: Extent = {
  everything: false,
  evidence: 3,
  evidenceLength: 180,
  grounds: 3,
  groundLength: 220,
  ruledOut: 3,
  outcomes: 3,
  others: 2,
  titleLength: 120,
  steps: 3,
  stepLength: 400,
  commandLength: 500,
  proseLength: 900,
  unchecked: 3,
  nodes: 8,
}

/** A whole case; the counts only keep a view below 250 KB. */
export const WHOLE: Extent = {
  everything: true,
  evidence: 40,
  evidenceLength: 1000,
  grounds: 40,
  groundLength: 600,
  ruledOut: 40,
  outcomes: 40,
  others: 40,
  titleLength: 200,
  steps: 40,
  stepLength: 1500,
  commandLength: 2500,
  proseLength: 2500,
  unchecked: 40,
  nodes: 60,
}
