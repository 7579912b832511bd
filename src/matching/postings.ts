/**
 * Which documents say a term, and how much it counts there: `documents[i]` and `weights[i]` for `i` from `starts[term]`
 * to `starts[term + 1]`. Terms are numbers from 0; documents are in the order in which they came.
 */
export interface Postings {
  readonly starts: Uint32Array
  readonly documents: Uint32Array
  readonly weights: Float32Array
}

/** Collects postings document by document. */
export class PostingsBuilder {
  readonly #terms: number[] = []
  readonly #documents: number[] = []
  readonly #weights: number[] = []
  readonly #lastDocument: number[] = []

  /** Notes that `document` says `term`. Only the first note of a term in a document counts: give the heaviest first. */
  add(term: number, document: number, weight: number): void {
    if (this.#lastDocument[term] === document) return
    this.#lastDocument[term] = document
    this.#terms.push(term)
    this.#documents.push(document)
    this.#weights.push(weight)
  }

  /** Sorts by counting: linear, and stable, so documents keep their order within a term. */
  build(): Postings {
    const starts = new Uint32Array(this.#lastDocument.length + 1)
    for (const term of this.#terms) starts[term + 1] = (starts[term + 1] ?? 0) + 1
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0)
    return { starts, ...this.#place(starts.slice()) }
  }

  #place(next: Uint32Array): Omit<Postings, 'starts'> {
    const documents = new Uint32Array(this.#terms.length)
    const weights = new Float32Array(this.#terms.length)
    for (const [i, term] of this.#terms.entries()) {
      const slot = next[term] ?? 0
      next[term] = slot + 1
      documents[slot] = this.#documents[i] ?? 0
      weights[slot] = this.#weights[i] ?? 0
    }
    return { documents, weights }
  }
}

/** What `term` counts in `document`: 0 when the document does not say it. */
export function weightIn({ starts, documents, weights }: Postings, term: number, document: number): number {
  let low = starts[term] ?? 0
  let high = starts[term + 1] ?? 0
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((documents[middle] ?? 0) < document) low = middle + 1
    else high = middle
  }
  return low < (starts[term + 1] ?? 0) && documents[low] === document ? (weights[low] ?? 0) : 0
}
