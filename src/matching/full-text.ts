import MiniSearch, { type SearchResult } from 'minisearch'
import { PasteIndex } from './paste-index.ts'
import { searchPaste } from './paste-search.ts'
import { isChinese, tokenise } from './words.ts'

export interface TextDocument {
  readonly id: string
  readonly fields: {
    readonly title: string
    readonly symptoms: string
    readonly cause: string
    readonly rest: string
  }
}

export interface TextHit {
  readonly id: string
  /**
   * From 0 to 1, comparable across queries and libraries.
   *
   * Typed words: the fraction of their information that the document covers (a rare word holds more than a common one;
   * a word that matched only by its beginning or with a typing error counts half).
   *
   * A paste: what up to five different lines of it prove, however long the rest is: `e / (e + 2)`, where `e` counts the
   * words of these lines that only this document has (a word of several documents counts less), each as far as its
   * whole line is known to the document. A line of four such words wholly known gives 0.67, half known
   * 0.2; below that, words coincide.
   */
  readonly score: number
  /** The words (and `pairs of words`) that the document shares with the query. */
  readonly terms: readonly string[]
  /** Indices of the lines that spoke for the document, best first, at most 5; none for typed words. */
  readonly lines: readonly number[]
}

/** Finds cases by what their texts say. Each answer has at most 20 hits, best first. */
export interface FullText {
  /** By words that a person typed: beginnings of words and typing errors are forgiven. Reads 500 characters. */
  readonly search: (words: string) => TextHit[]
  /** By the lines of a paste, noisy and mostly about something else. See `searchPaste` for what is read of a long one. */
  readonly findByPaste: (lines: readonly string[]) => TextHit[]
}

/** The index for typed words is built when words are first typed: a paste does not wait for it. */
export function buildFullText(unordered: readonly TextDocument[]): FullText {
  const documents = unordered.toSorted(byId)
  const pastes = new PasteIndex(documents.map(weighTexts))
  let typed: MiniSearch | undefined
  return {
    search(words) {
      typed ??= buildTypedIndex(documents)
      return rankTyped(typed, pastes, words)
    },
    findByPaste: (lines) =>
      bestFirst(
        searchPaste(pastes, lines).map(({ document, evidence, terms, lines }) => ({
          id: documents[document]?.id ?? '',
          score: evidence / (evidence + CLEAR_EVIDENCE),
          terms,
          lines,
        })),
      ),
  }
}

const MAX_HITS = 20
const MAX_TYPED_CHARACTERS = 500
const MAX_TYPED_WORDS = 32
const MAX_TYPED_CANDIDATES = 200
const INEXACT = 0.5
const CLEAR_EVIDENCE = 2

function weighTexts({ fields }: TextDocument) {
  return [
    { text: fields.symptoms, weight: 1 },
    { text: fields.title, weight: 1 },
    { text: fields.cause, weight: 0.5 },
    { text: fields.rest, weight: 0.5 },
  ]
}

function buildTypedIndex(documents: readonly TextDocument[]): MiniSearch {
  const index = new MiniSearch({
    fields: ['title', 'symptoms', 'cause', 'rest'],
    tokenize: tokenise,
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 3, symptoms: 2 },
      prefix: (term) => term.length > 2 || isChinese(term),
      fuzzy: (term) => !isChinese(term) && term.length > 4 && 1,
    },
  })
  index.addAll(documents.map(({ id, fields }) => ({ id, ...fields })))
  return index
}

function rankTyped(index: MiniSearch, pastes: PasteIndex, typed: string): TextHit[] {
  const words = [...new Set(tokenise(typed.slice(0, MAX_TYPED_CHARACTERS)))].slice(0, MAX_TYPED_WORDS)
  const asked = words.reduce((sum, word) => sum + pastes.informationOf(word), 0)
  const found = index.search(words.join(' '), { tokenize: (text) => text.split(' ') })
  return bestFirst(
    found.slice(0, MAX_TYPED_CANDIDATES).map((hit) => ({
      id: String(hit.id),
      score: coveredInformation(pastes, hit) / asked,
      relevance: hit.score,
      terms: hit.terms,
      lines: [],
    })),
  )
}

function coveredInformation(pastes: PasteIndex, { queryTerms, terms }: SearchResult): number {
  const exact = new Set(terms)
  return queryTerms.reduce((sum, word) => sum + pastes.informationOf(word) * (exact.has(word) ? 1 : INEXACT), 0)
}

/** By score; among equals by MiniSearch's relevance, then by id, so that the order of the documents does not matter. */
function bestFirst(hits: readonly (TextHit & { readonly relevance?: number })[]): TextHit[] {
  return hits
    .toSorted((a, b) => b.score - a.score || (b.relevance ?? 0) - (a.relevance ?? 0) || byId(a, b))
    .slice(0, MAX_HITS)
    .map(({ id, score, terms, lines }) => ({ id, score, terms, lines }))
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id)
}
