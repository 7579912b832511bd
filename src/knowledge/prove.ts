import { judge } from '../diagnosis/judge.ts'
import { groupByKind, type Matcher } from '../matching/matcher.ts'
import type { Answer, Match } from '../model/answer.ts'
import type { Case } from '../model/case.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import { didYouMean } from './did-you-mean.ts'
import type { ProofFile } from './proof-file.ts'

export interface Failure {
  /** Where in the proof file. */
  readonly path: readonly PropertyKey[]
  readonly message: string
}

interface Library {
  readonly matcher: Matcher
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly known: ReadonlySet<string>
}

type Row = ProofFile['confirmed_by'][number]

/** Holds a proof against the library. Siblings that are not in the library are not asked about: a case can be removed without touching the others' proofs. */
export function prove(subject: Case, proof: ProofFile, library: Library): Failure[] {
  return [
    ...proof.matches.flatMap((expected, i) =>
      proveMatch(subject, expected, library).map((message) => ({ path: ['matches', i], message })),
    ),
    ...proof.near_misses.flatMap((miss, i) =>
      proveMiss(subject, miss, library).map((message) => ({ path: ['near_misses', i], message })),
    ),
    ...proveRows(subject, proof.confirmed_by, 'confirmed', library).map(({ i, message }) => ({
      path: ['confirmed_by', i],
      message,
    })),
    ...proveRows(subject, proof.ruled_out_by, 'ruled-out', library).map(({ i, message }) => ({
      path: ['ruled_out_by', i],
      message,
    })),
  ]
}

function proveMatch(subject: Case, expected: ProofFile['matches'][number], library: Library): string[] {
  const answer = library.matcher.match(expected.paste)
  const match = answer.matches.find((it) => it.case.id === subject.id)
  if (!match) return [`the paste does not match ${subject.id}; it got ${summary(answer)}`]
  const failures: string[] = []
  if (answer.matches[0] !== match) failures.push(`${subject.id} is not the best match; it got ${summary(answer)}`)
  if (expected.confidence && match.confidence !== expected.confidence)
    failures.push(`expected confidence ${expected.confidence}, got ${match.confidence}`)
  if (expected.verdict && match.verdict.state !== expected.verdict)
    failures.push(`expected the verdict ${expected.verdict}, got ${match.verdict.state}`)
  for (const [name, value] of Object.entries(expected.captures ?? {})) {
    if (match.captures[name] !== value)
      failures.push(`expected the capture ${name} to be \`${value}\`, got \`${match.captures[name] ?? 'nothing'}\``)
  }
  return [...failures, ...proveRuledOut(expected.rules_out ?? [], answer, library)]
}

function proveRuledOut(ids: readonly string[], answer: Answer, library: Library): string[] {
  return ids
    .filter((id) => library.known.has(id))
    .map((id) => ({ id, state: answer.matches.find((it) => it.case.id === id)?.verdict.state ?? 'no match' }))
    .filter(({ state }) => state !== 'ruled-out')
    .map(({ id, state }) => `expected the facts to rule out ${id}, got ${state}`)
}

/** A near miss may name the case among others, but must not be answered with it. When the sibling that it really is has left the library, nothing tells them apart. */
function proveMiss(subject: Case, miss: ProofFile['near_misses'][number], library: Library): string[] {
  if (miss.instead && !library.known.has(miss.instead)) return []
  const answer = library.matcher.match(miss.paste)
  if (isAnsweredWith(subject.id, answer)) return [`the near miss is answered with ${subject.id}: ${summary(answer)}`]
  if (!miss.instead || answer.matches[0]?.case.id === miss.instead) return []
  return [`expected ${miss.instead} to be the best match, got ${summary(answer)}`]
}

function isAnsweredWith(id: string, answer: Answer): boolean {
  const [best] = answer.matches
  return best?.case.id === id && best.confidence !== 'low'
}

function proveRows(
  subject: Case,
  rows: readonly Row[],
  expected: 'confirmed' | 'ruled-out',
  library: Library,
): { i: number; message: string }[] {
  return rows.flatMap((row, i) => {
    const kind = library.kinds.get(row.fact)
    if (!kind)
      return [
        {
          i,
          message: `names the fact \`${row.fact}\`, which no file in src/facts declares${didYouMean(row.fact, library.kinds.keys())}`,
        },
      ]
    const parsed = kind.schema.strict().safeParse(row.with)
    if (!parsed.success)
      return [
        {
          i,
          message: `is no row of ${row.fact}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
        },
      ]
    const fact: Fact = {
      kind: row.fact,
      fields: parsed.data as Fact['fields'],
      origin: { from: 'paste', command: 'proof', lines: [] },
    }
    const { state } = judge(subject, groupByKind([fact]), row.captures ?? {}, library.kinds)
    return state === expected ? [] : [{ i, message: `expected this row to make the case ${expected}, got ${state}` }]
  })
}

function summary(answer: Answer): string {
  if (answer.matches.length === 0) return 'no match'
  return answer.matches
    .slice(0, 3)
    .map((match: Match) => `${match.case.id} (${match.confidence}, ${match.verdict.state}, ${match.score})`)
    .join(', ')
}
