import type { FactsByKind } from '../diagnosis/judge.ts'
import type { Case, Signature } from '../model/case.ts'
import type { Captures } from '../model/template.ts'
import type { CleanPaste } from './clean.ts'
import { buildFullText, type FullText, type TextHit } from './full-text.ts'
import type { Policy } from './policy.ts'
import { compileScanner } from './scanner.ts'

/** What a case got from one paste, before it is judged and ranked. */
export interface Candidate {
  readonly case: Case
  /** The first hit of each signature that matched. */
  readonly signatures: ReadonlyMap<Signature, SignatureHit>
  readonly text: TextHit | undefined
}

export interface SignatureHit {
  /** Index into the lines of the clean paste. */
  readonly line: number
  readonly text: string
  readonly captures: Captures
}

export interface CandidateSearch {
  readonly candidates: (paste: CleanPaste, facts: FactsByKind) => readonly Candidate[]
  readonly search: (words: string) => readonly { readonly case: Case; readonly score: number }[]
}

/** Three ways to a case: its signatures, a fact that its evidence speaks of, its words. */
export function buildCandidateSearch(cases: readonly Case[], policy: Policy): CandidateSearch {
  const findSignatures = buildSignatureSearch(cases)
  const byFact = casesByFact(cases)
  const byId = new Map(cases.map((subject) => [subject.id, subject]))
  const fullText = indexCases(cases)
  return {
    candidates(paste, facts) {
      const signatures = findSignatures(paste)
      const lineCount = paste.lines.length
      const hits = fullText.findByPaste(paste.lines).filter((hit) => isTelling(hit, lineCount, policy))
      const texts = new Map(hits.flatMap((hit) => textOf(hit, byId)))
      const spokenOf = [...facts.keys()].flatMap((kind) => byFact.get(kind) ?? [])
      const found = new Set([...signatures.keys(), ...spokenOf, ...texts.keys()])
      return [...found].map((subject) => ({
        case: subject,
        signatures: signatures.get(subject) ?? new Map(),
        text: texts.get(subject),
      }))
    },
    search: (words) =>
      fullText.search(words).flatMap(({ id, score }) => {
        const subject = byId.get(id)
        return subject ? [{ case: subject, score }] : []
      }),
  }
}

function isTelling({ score, terms }: TextHit, lineCount: number, policy: Policy): boolean {
  const fewest = lineCount > 1 ? policy.fewTerms.amongLines : policy.fewTerms.alone
  return score >= policy.tellingScore || (score >= policy.minScore && terms.length >= fewest)
}

function textOf(hit: TextHit, byId: ReadonlyMap<string, Case>): [Case, TextHit][] {
  const subject = byId.get(hit.id)
  return subject ? [[subject, hit]] : []
}

type SignatureHits = Map<Case, Map<Signature, SignatureHit>>

/** All signatures of all cases in one pass; of each, the first hit counts. A signature text that siblings share is looked for once for each. */
function buildSignatureSearch(cases: readonly Case[]): (paste: CleanPaste) => SignatureHits {
  const entries = cases.flatMap((owner) => owner.signatures.map((signature) => ({ owner, signature })))
  const scanner = compileScanner(entries.map(({ signature }) => signature.template))
  return (paste) => {
    const lines = [...paste.lines, ...paste.joins.map((join) => join.text)]
    const found: SignatureHits = new Map()
    for (const hit of scanner.scanFirst(lines)) {
      const entry = entries[hit.template]
      if (!entry) continue
      const hits = found.get(entry.owner) ?? new Map<Signature, SignatureHit>()
      found.set(entry.owner, hits)
      const line = paste.joins[hit.line - paste.lines.length]?.at ?? hit.line
      hits.set(entry.signature, { line, text: lines[hit.line] ?? '', captures: hit.captures })
    }
    return found
  }
}

function casesByFact(cases: readonly Case[]): Map<string, Case[]> {
  const byFact = new Map<string, Case[]>()
  for (const subject of cases) {
    for (const kind of new Set(subject.evidence.map((evidence) => evidence.fact))) {
      byFact.set(kind, [...(byFact.get(kind) ?? []), subject])
    }
  }
  return byFact
}

function indexCases(cases: readonly Case[]): FullText {
  return buildFullText(
    cases.map((subject) => ({
      id: subject.id,
      fields: {
        title: both(subject.title),
        symptoms: [
          ...subject.descriptions.map(both),
          ...subject.signatures.map(({ template }) => template.source),
        ].join('\n'),
        cause: both(subject.cause),
        rest: [...subject.fix.map((step) => `${both(step.do)} ${step.run ?? ''}`), both(subject.prevention)].join('\n'),
      },
    })),
  )
}

function both(text: { readonly en: string; readonly zh: string }): string {
  return `${text.en}\n${text.zh}`
}
