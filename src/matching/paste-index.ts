import { type Postings, PostingsBuilder, weightIn } from './postings.ts'
import { isChinese, readWords } from './words.ts'

/** What a document says, the parts that resemble pastes first; `weight` (0 to 1) is what a term of the part counts. */
export type WeightedTexts = readonly { readonly text: string; readonly weight: number }[]

/** A line cut to the terms that tell documents apart. */
export interface Clue {
  /** Rarest first, at most 8. */
  readonly terms: readonly Term[]
  /** What a document would cover that says the whole line: `terms`, and the words that no document knows. */
  readonly information: number
}

export interface Term {
  readonly id: number
  readonly text: string
  /** 1 for a word of a single document, towards 0 for a word of all; half of that for a pair, whose words count already. */
  readonly information: number
}

/**
 * The library as pastes see it. Its terms are words, and pairs of words that stand side by side in a line.
 *
 * It stands beside MiniSearch because that needs seconds and hundreds of MB for the pairs of 10,000 cases, and several
 * times as long for a long paste: bench/full-text.ts compares them.
 */
export class PasteIndex {
  readonly documentCount: number
  readonly postings: Postings
  readonly #words = new Map<string, number>()
  readonly #pairs = new Map<number, number>()
  /** By the number of documents that have a term. */
  readonly #informationOfCount: number[] = []
  #termCount = 0

  constructor(documents: readonly WeightedTexts[]) {
    const builder = new PostingsBuilder()
    for (const [document, texts] of documents.entries()) {
      for (const { text, weight } of texts) {
        for (const line of text.split('\n'))
          for (const term of this.#addTerms(line)) builder.add(term, document, weight)
      }
    }
    this.documentCount = documents.length
    this.postings = builder.build()
  }

  /** Undefined when the line says nothing that some, but not too many, documents say too. */
  readClue(line: string): Clue | undefined {
    const { known, unknownCount } = this.#lookUp(readWords(line))
    if (known.size === 0) return undefined
    const rarest = [...known].sort(([a], [b]) => this.#countDocuments(a) - this.#countDocuments(b))
    const terms = rarest.slice(0, MAX_TERMS_PER_LINE).map(([id, text]) => this.#describe(id, text))
    const information = terms.reduce((sum, term) => sum + term.information, 0)
    return { terms, information: information + UNKNOWN_WORD * Math.min(unknownCount, MAX_TERMS_PER_LINE) }
  }

  /** What the word tells about which document is meant: 1 when one document has it, 0.5 when none has. */
  informationOf(word: string): number {
    const id = this.#words.get(word)
    return id === undefined ? UNKNOWN_WORD : this.#describe(id, word).information
  }

  /** What the term counts in the document: 0 when the document does not say it. */
  weightIn(document: number, term: Term): number {
    return weightIn(this.postings, term.id, document)
  }

  /** The terms of the words, each with its text. Common ones are left out. */
  #lookUp(words: readonly string[]): { known: Map<number, string>; unknownCount: number } {
    const known = new Map<number, string>()
    let unknownCount = 0
    let left: number | undefined
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? ''
      const right = this.#words.get(word)
      if (right === undefined) unknownCount++
      else if (!this.#isCommon(right)) known.set(right, word)
      const pair = left === undefined || right === undefined ? undefined : this.#pairs.get(pairKey(left, right))
      if (pair !== undefined && !this.#isCommon(pair)) known.set(pair, `${words[i - 1]} ${word}`)
      left = right
    }
    return { known, unknownCount }
  }

  #describe(id: number, text: string): Term {
    const count = this.#countDocuments(id)
    const information = this.#informationOfCount[count] ?? informationOf(count, this.documentCount)
    this.#informationOfCount[count] = information
    return { id, text, information: text.includes(' ') ? information * PAIR : information }
  }

  #countDocuments(term: number): number {
    return (this.postings.starts[term + 1] ?? 0) - (this.postings.starts[term] ?? 0)
  }

  #isCommon(term: number): boolean {
    return this.#countDocuments(term) > Math.max(MIN_COMMON, this.documentCount / COMMON)
  }

  #addTerms(line: string): number[] {
    const terms: number[] = []
    let left: number | undefined
    for (const word of readWords(line)) {
      const right = this.#addTerm(this.#words, word)
      terms.push(right)
      if (left !== undefined && !isChinese(word)) terms.push(this.#addTerm(this.#pairs, pairKey(left, right)))
      left = right
    }
    return terms
  }

  #addTerm<Key>(ids: Map<Key, number>, key: Key): number {
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, this.#termCount)
    return this.#termCount++
  }
}

/** Of a term that so many of all documents have. */
function informationOf(count: number, of: number): number {
  return Math.log(1 + of / count) / Math.log(1 + of)
}

const MAX_TERMS_PER_LINE = 8

/** A term of more documents than this, and of more than one in 64, is not looked up: it would cost much and say little. */
const MIN_COMMON = 64
const COMMON = 64

/** A word that no case has is often a name (of a pod, a host): it makes a line more foreign, but less than a rare known word does. */
const UNKNOWN_WORD = 0.5
const PAIR = 0.5

/**
 * A small integer, because a Map looks these up several times as fast as doubles. Of 10,000 cases a dozen pairs share
 * theirs and count as one pair.
 */
function pairKey(left: number, right: number): number {
  return Math.imul(left, 0x9e3779b1) ^ right
}
