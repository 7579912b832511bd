import { askNext } from '../diagnosis/ask.ts'
import { type FactsByKind, judge } from '../diagnosis/judge.ts'
import { weighPast } from '../diagnosis/past-only.ts'
import type { Answer, EvidenceLine, Match } from '../model/answer.ts'
import type { Case } from '../model/case.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import type { Gap } from '../model/gap.ts'
import type { Parser } from '../model/parser.ts'
import type { Captures } from '../model/template.ts'
import type { Verdict } from '../model/verdict.ts'
import { buildCandidateSearch, type Candidate } from './candidates.ts'
import { type CleanPaste, cleanPaste } from './clean.ts'
import { buildForeignSense } from './foreign.ts'
import { type Clues, confidenceOf, scoreOf } from './rank.ts'
import { buildRecogniser } from './recognise.ts'

export interface Library {
  readonly cases: readonly Case[]
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly parsers: ReadonlyMap<string, Parser>
}

export interface Matcher {
  /** Matches one paste, with facts that were measured beside those that it holds, and what could not be measured. The text must be redacted already: lines of it are shown. Throws a KnownError `paste-too-large`. */
  readonly match: (text: string, measured?: readonly Fact[], gaps?: readonly Gap[]) => Answer
  /** Cases by typed words, best first. */
  readonly search: (words: string) => readonly { readonly case: Case; readonly score: number }[]
}

const MAX_MATCHES = 20
const MAX_EVIDENCE_LINES = 6

/** Prepares a library once, so that the cost of a match grows with the paste and not with the library. */
export function buildMatcher(library: Library): Matcher {
  const recognise = buildRecogniser(library.parsers, library.kinds)
  const isForeign = buildForeignSense()
  const find = buildCandidateSearch(library.cases)
  return {
    match(text, measured = [], gaps = []) {
      const paste = cleanPaste(text)
      const facts = [...recognise(paste), ...measured]
      const byKind = groupByKind(facts)
      const foreign = isForeign(paste.lines)
      const candidates = find.candidates(paste, byKind)
      const matches = rank(
        candidates.map((candidate) => toMatch(candidate, paste, { byKind, gaps }, library.kinds, foreign)),
      )
      return {
        confidence: matches[0]?.confidence ?? 'none',
        matches,
        facts,
        ask: askAmong(matches, byKind, library.kinds),
      }
    },
    search: find.search,
  }
}

function toMatch(
  candidate: Candidate,
  paste: CleanPaste,
  { byKind, gaps }: { readonly byKind: FactsByKind; readonly gaps: readonly Gap[] },
  kinds: Library['kinds'],
  foreign: boolean,
): Match | undefined {
  const captures = mergeCaptures(candidate)
  const judged = judge(candidate.case, byKind, captures, kinds, gaps)
  const verdict = weighPast(judged, [...candidate.signatures.keys()], kinds)
  if (candidate.signatures.size === 0 && !candidate.text && !speaks(verdict)) return undefined
  const clues: Clues = {
    strengths: [...candidate.signatures.keys()].map((signature) => signature.strength),
    verdict,
    text: candidate.text?.score ?? 0,
    foreign,
  }
  return {
    case: candidate.case,
    confidence: confidenceOf(clues),
    score: Math.round(scoreOf(clues) * 100) / 100,
    verdict,
    evidence: evidenceLines(candidate, verdict, paste),
    matchedSignatures: candidate.signatures.size,
    captures,
  }
}

/** A fact alone makes a case a candidate only when it speaks for it; that a df rules out twelve cases nobody asked about is no answer. */
function speaks(verdict: Verdict): boolean {
  return verdict.because.some((ground) => ground.effect !== 'rules-out')
}

function mergeCaptures(candidate: Candidate): Captures {
  return Object.assign({}, ...[...candidate.signatures.values()].reverse().map((hit) => hit.captures))
}

function evidenceLines(candidate: Candidate, verdict: Verdict, paste: CleanPaste): EvidenceLine[] {
  const shown = new Map<number, EvidenceLine>()
  const show = (line: number, text: string, why: string): void => {
    if (!shown.has(line) && shown.size < MAX_EVIDENCE_LINES)
      shown.set(line, { line, text: text.trim().slice(0, 1000), why })
  }
  const numbered = (index: number): number => paste.numbers[index] ?? 0
  for (const [signature, hit] of candidate.signatures) {
    show(numbered(hit.line), hit.text, `${signature.strength} signature: ${signature.template.source}`)
  }
  for (const { fact, effect, says } of verdict.because) {
    if (fact.origin.from !== 'paste') continue
    const line = fact.origin.lines.at(-1) ?? 0
    show(
      line,
      paste.lines[paste.numbers.indexOf(line)] ?? '',
      `${fact.origin.command} ${effect.replace('-', ' ')}: ${says.en}`,
    )
  }
  if (shown.size === 0) {
    for (const line of candidate.text?.lines ?? []) {
      show(numbered(line), paste.lines[line] ?? '', `words: ${candidate.text?.terms.slice(0, 8).join(' ')}`)
    }
  }
  return [...shown.values()].sort((a, b) => a.line - b.line)
}

function rank(matches: readonly (Match | undefined)[]): Match[] {
  return matches
    .filter((match) => match !== undefined)
    .sort((a, b) => b.score - a.score || (a.case.id < b.case.id ? -1 : 1))
    .slice(0, MAX_MATCHES)
}

/**
 * Asks what separates the contenders: the undecided cases that are as likely as the best one. When no command does,
 * what separates any that are open. Nothing when the best is confirmed.
 */
function askAmong(matches: readonly Match[], facts: FactsByKind, kinds: Library['kinds']): Answer['ask'] {
  const best = matches[0]
  if (!best || best.verdict.state === 'confirmed') return undefined
  const open = matches.filter((match) => match.verdict.state === 'undecided')
  const contenders = open.filter((match) => match.confidence === best.confidence)
  return [contenders, open]
    .map((among) =>
      askNext(
        among.map(({ case: subject }) => subject),
        facts,
        kinds,
      ),
    )
    .find(Boolean)
}

export function groupByKind(facts: readonly Fact[]): FactsByKind {
  const groups = new Map<string, Fact[]>()
  for (const fact of facts) {
    const group = groups.get(fact.kind)
    if (group) group.push(fact)
    else groups.set(fact.kind, [fact])
  }
  return groups
}
