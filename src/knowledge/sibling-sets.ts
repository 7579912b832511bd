import { judge } from '../diagnosis/judge.ts'
import { groupByKind } from '../matching/matcher.ts'
import type { Case } from '../model/case.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import type { ProofFile } from './proof-file.ts'

/** Cases that share a signature, and what tells each two of them apart. */
export interface SiblingSet {
  readonly signature: string
  /** Ids, in alphabetical order. */
  readonly members: readonly string[]
  readonly pairs: readonly SiblingPair[]
}

export interface SiblingPair {
  readonly ids: readonly [string, string]
  /** Fact kinds with a row that confirms one of the two and not the other. */
  readonly toldApartBy: readonly string[]
  /** Whether each of the two has such a row: a fact can say that it is this one, and a fact can say that it is the other. */
  readonly apart: boolean
}

/** Derived from the library: the sets from the signatures, what tells two apart from the rows of their proofs. */
export function siblingSets(
  cases: readonly Case[],
  proofs: ReadonlyMap<string, ProofFile>,
  kinds: ReadonlyMap<string, FactKind>,
): SiblingSet[] {
  const pairOf = rememberPairs(proofs, kinds)
  return [...membersBySignature(cases)]
    .filter(([, members]) => members.length > 1)
    .map(([signature, members]) => ({
      signature,
      members: members.map(({ id }) => id),
      pairs: members.flatMap((one, i) => members.slice(i + 1).map((other) => pairOf(one, other))),
    }))
    .sort((a, b) => b.members.length - a.members.length || (a.signature < b.signature ? -1 : 1))
}

function membersBySignature(cases: readonly Case[]): Map<string, Case[]> {
  const sets = new Map<string, Case[]>()
  for (const subject of [...cases].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const signature of new Set(subject.signatures.map(({ template }) => template.source.toLowerCase())))
      sets.set(signature, [...(sets.get(signature) ?? []), subject])
  }
  return sets
}

/** Two cases may share several signatures, and are told apart once. */
function rememberPairs(proofs: ReadonlyMap<string, ProofFile>, kinds: ReadonlyMap<string, FactKind>) {
  const known = new Map<string, SiblingPair>()
  return (one: Case, other: Case): SiblingPair => {
    const key = `${one.id} ${other.id}`
    const pair = known.get(key) ?? tellApart(one, other, proofs, kinds)
    known.set(key, pair)
    return pair
  }
}

function tellApart(
  one: Case,
  other: Case,
  proofs: ReadonlyMap<string, ProofFile>,
  kinds: ReadonlyMap<string, FactKind>,
): SiblingPair {
  const forOne = kindsAgainst(other, proofs.get(one.id), kinds)
  const forOther = kindsAgainst(one, proofs.get(other.id), kinds)
  return {
    ids: [one.id, other.id],
    toldApartBy: [...new Set([...forOne, ...forOther])].sort(),
    apart: forOne.length > 0 && forOther.length > 0,
  }
}

/** Kinds of the rows that confirm a case by its proof and leave the rival unconfirmed. */
function kindsAgainst(rival: Case, proof: ProofFile | undefined, kinds: ReadonlyMap<string, FactKind>): string[] {
  const rows = proof?.confirmed_by ?? []
  return rows.filter((row) => !confirms(rival, row, kinds)).map(({ fact }) => fact)
}

function confirms(rival: Case, row: ProofFile['confirmed_by'][number], kinds: ReadonlyMap<string, FactKind>): boolean {
  const fact: Fact = { kind: row.fact, fields: row.with, origin: { from: 'paste', command: 'proof', lines: [] } }
  return judge(rival, groupByKind([fact]), {}, kinds).state === 'confirmed'
}
