import type { Clue, PasteIndex } from './paste-index.ts'

/** A document that lines of a paste speak for. */
export interface PasteHit {
  readonly document: number
  /** What the best lines say, in words that only this document has; see `TextHit.score`. */
  readonly evidence: number
  readonly terms: readonly string[]
  /** Indices into the paste, best first, at most 5. */
  readonly lines: readonly number[]
}

/**
 * The documents that lines of the paste speak for, at most 30, in no order that means anything.
 *
 * Reads 1,000 characters of a line and about 128,000 of the paste: of a longer one every second, third, … line, so
 * that all parts of it are heard. Lines that differ in numbers and ids only count once. Of the rest the 1,000 with the
 * rarest terms are looked up, each by its 8 rarest.
 */
export function searchPaste(index: PasteIndex, lines: readonly string[]): PasteHit[] {
  const testimonies = hear(index, readClues(index, lines))
  const heard = new Map(chooseCandidates(index, testimonies).map((document) => [document, [] as Testimony[]]))
  for (const testimony of testimonies) heard.get(testimony.document)?.push(testimony)
  return [...heard].map(([document, said]) => weigh(index, document, said)).filter(({ lines }) => lines.length > 0)
}

const MAX_LINE_CHARACTERS = 1000
const MAX_PASTE_CHARACTERS = 128_000
const MAX_CLUES = 1000
const MAX_CANDIDATES = 30
const MAX_LINES_PER_HIT = 5
const MAX_LINES_WEIGHED = 20

/** A line of which a document knows less speaks for the document by accident. */
const MIN_COVERAGE = 0.25

/** A line that adds less than this to better lines repeats them. */
const MIN_NEWS = 0.1

interface LineClue extends Clue {
  readonly line: number
}

/** What one line says for one document. */
interface Testimony {
  readonly clue: LineClue
  readonly document: number
  readonly evidence: number
}

/** `Nov 20 10:11:12 node-7 ` and `2026-11-20T10:11:12Z node-7 ` before `kubelet[7]: `: the host is no part of the message; numbers are no words anyway. */
const LOG_HEADER =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ][\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)?) [\w.-]{1,64} (?=[\w./-]{1,64}(?:\[\d{1,7}\])?: )/

function readClues(index: PasteIndex, lines: readonly string[]): LineClue[] {
  const clues = new Map<string, LineClue>()
  const read = new Set<string>()
  const step = chooseStep(lines)
  for (let line = 0; line < lines.length; line += step) {
    const text = (lines[line] ?? '').slice(0, MAX_LINE_CHARACTERS).replace(LOG_HEADER, '')
    if (read.has(text)) continue
    read.add(text)
    const clue = index.readClue(text)
    if (clue === undefined) continue
    const template = clue.terms.map(({ id }) => id).join()
    if (!clues.has(template)) clues.set(template, { ...clue, line })
  }
  return [...clues.values()].sort((a, b) => rarity(b) - rarity(a) || a.line - b.line).slice(0, MAX_CLUES)
}

function chooseStep(lines: readonly string[]): number {
  const characters = lines.reduce((sum, line) => sum + Math.min(line.length, MAX_LINE_CHARACTERS) + 1, 0)
  return Math.max(1, Math.ceil(characters / MAX_PASTE_CHARACTERS))
}

function rarity(clue: Clue): number {
  return clue.terms[0]?.information ?? 0
}

/** A line counts by what the document covers of it: a foreign line that shares a few words says next to nothing. */
function hear(index: PasteIndex, clues: readonly LineClue[]): Testimony[] {
  const testimonies: Testimony[] = []
  const covered = new Float64Array(index.documentCount)
  const touched = new Uint32Array(index.documentCount)
  for (const clue of clues) {
    const touchedCount = cover(index, clue, covered, touched)
    for (let i = 0; i < touchedCount; i++) {
      const document = touched[i] ?? 0
      const known = covered[document] ?? 0
      const coverage = known / clue.information
      if (coverage >= MIN_COVERAGE) testimonies.push({ clue, document, evidence: known * coverage ** 2 })
      covered[document] = 0
    }
  }
  return testimonies
}

function chooseCandidates(index: PasteIndex, testimonies: readonly Testimony[]): number[] {
  const totals = new Float64Array(index.documentCount)
  for (const { document, evidence } of testimonies) totals[document] = (totals[document] ?? 0) + evidence
  const documents = [...new Set(testimonies.map(({ document }) => document))]
  return documents.sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0) || a - b).slice(0, MAX_CANDIDATES)
}

/** Adds to `covered` what each document knows of the clue, lists these documents in `touched`, and says how many they are. */
function cover({ postings }: PasteIndex, clue: Clue, covered: Float64Array, touched: Uint32Array): number {
  const { starts, documents, weights } = postings
  let touchedCount = 0
  for (const { id, information } of clue.terms) {
    const end = starts[id + 1] ?? 0
    for (let i = starts[id] ?? 0; i < end; i++) {
      const document = documents[i] ?? 0
      const before = covered[document] ?? 0
      if (before === 0) touched[touchedCount++] = document
      covered[document] = before + information * (weights[i] ?? 0)
    }
  }
  return touchedCount
}

/** Adds up the best lines. A term counts in the first line that has it, so that a repeated message proves nothing new. */
function weigh(index: PasteIndex, document: number, said: readonly Testimony[]): PasteHit {
  const terms = new Map<number, string>()
  const lines: number[] = []
  let evidence = 0
  const best = said.toSorted((a, b) => b.evidence - a.evidence || a.clue.line - b.clue.line).slice(0, MAX_LINES_WEIGHED)
  for (const { clue } of best) {
    const known = clue.terms.filter((term) => index.weightIn(document, term) > 0)
    const news = sumInformation(
      index,
      document,
      known.filter(({ id }) => !terms.has(id)),
    )
    if (news < MIN_NEWS) continue
    evidence += news * (sumInformation(index, document, known) / clue.information) ** 2
    for (const { id, text } of known) terms.set(id, text)
    if (lines.push(clue.line) === MAX_LINES_PER_HIT) break
  }
  return { document, evidence, terms: [...terms.values()], lines }
}

function sumInformation(index: PasteIndex, document: number, terms: Clue['terms']): number {
  return terms.reduce((sum, term) => sum + term.information * index.weightIn(document, term), 0)
}
