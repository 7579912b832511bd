import { askNext } from '../diagnosis/ask.ts'
import { type FactsByKind, judge } from '../diagnosis/judge.ts'
import { weighPast } from '../diagnosis/past-only.ts'
import type { Answer, EvidenceLine, Match } from '../model/answer.ts'
import type { Case } from '../model/case.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import type { Standings } from '../model/feedback.ts'
import type { Gap } from '../model/gap.ts'
import type { Parser } from '../model/parser.ts'
import type { Captures } from '../model/template.ts'
import type { Verdict } from '../model/verdict.ts'
import { buildCandidateSearch, type Candidate } from './candidates.ts'
import { type CleanPaste, cleanPaste } from './clean.ts'
import { deriveFromMeasured } from './derive.ts'
import { buildForeignSense } from './foreign.ts'
import { POLICY, type Policy } from './policy.ts'
import { type Clues, confidenceOf, inOrder, type Ranked, scoreOf } from './rank.ts'
import { buildRecogniser } from './recognise.ts'

export interface Library {
  readonly cases: readonly Case[]
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly parsers: ReadonlyMap<string, Parser>
}

export interface Matcher {
  /** Matches one paste, with facts that were measured beside those that it holds, what could not be measured, and what is known of the cases from before. The text must be redacted already: lines of it are shown. Throws a KnownError `paste-too-large`. */
  readonly match: (text: string, measured?: readonly Fact[], gaps?: readonly Gap[], standings?: Standings) => Answer
  /** Cases by typed words, best first. */
  readonly search: (words: string) => readonly { readonly case: Case; readonly score: number }[]
}

const MAX_MATCHES = 20
const MAX_EVIDENCE_LINES = 6
const NO_STANDINGS: Standings = new Map()

/** Prepares a library once, so that the cost of a match grows with the paste and not with the library. */
export function buildMatcher(library: Library, policy = POLICY): Matcher {
  const recognise = buildRecogniser(library.parsers, library.kinds)
  const isForeign = buildForeignSense()
  const find = buildCandidateSearch(library.cases, policy)
  return {
    match(text, measured = [], gaps = [], standings = NO_STANDINGS) {
      const paste = cleanPaste(text)
      const pasted = recognise(paste)
      const facts = [...pasted, ...measured, ...deriveFromMeasured(measured, pasted, library.kinds)]
      const byKind = groupByKind(facts)
      const foreign = isForeign(paste.lines)
      const candidates = find.candidates(paste, byKind)
      const matches = rank(
        candidates.map((candidate) =>
          toMatch(candidate, paste, { byKind, gaps }, { kinds: library.kinds, policy }, foreign),
        ),
        standings,
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

interface Found {
  readonly match: Match
  readonly clues: Clues
}

function toMatch(
  candidate: Candidate,
  paste: CleanPaste,
  { byKind, gaps }: { readonly byKind: FactsByKind; readonly gaps: readonly Gap[] },
  { kinds, policy }: { readonly kinds: Library['kinds']; readonly policy: Policy },
  foreign: boolean,
): Found | undefined {
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
  const match: Match = {
    case: candidate.case,
    confidence: confidenceOf(clues),
    score: Math.round(scoreOf(clues, policy) * 100) / 100,
    verdict,
    evidence: evidenceLines(candidate, verdict, paste),
    matchedSignatures: candidate.signatures.size,
    captures,
  }
  return { match, clues }
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

function rank(found: readonly (Found | undefined)[], standings: Standings): Match[] {
  const ranked = found.flatMap((it): (Ranked & Found)[] => {
    if (!it) return []
    const { id } = it.match.case
    return [{ ...it, id, score: it.match.score, votes: standings.get(id)?.votes }]
  })
  return inOrder(mostTelling(ranked)).map(({ match }) => match)
}

/** Of too many, those that only share words with the paste go first: a sibling of the same text that the facts rule out is worth telling. */
function mostTelling<It extends Ranked & Found>(ranked: readonly It[]): readonly It[] {
  if (ranked.length <= MAX_MATCHES) return ranked
  const hasText = ({ match }: It): number => Number(match.matchedSignatures > 0)
  return ranked.toSorted((a, b) => hasText(b) - hasText(a) || b.score - a.score).slice(0, MAX_MATCHES)
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
