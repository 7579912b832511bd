import type { Case } from '../../model/case.ts'
import type { FactKind } from '../../model/fact.ts'
import type { Parser } from '../../model/parser.ts'
import type { Probe } from '../../model/probe.ts'
import type { SiblingSet } from '../sibling-sets.ts'

/** Everything that the reference tells of. Maps are by id. */
export interface ReferenceSource {
  readonly cases: readonly Case[]
  readonly siblings: readonly SiblingSet[]
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly parsers: ReadonlyMap<string, Parser>
  readonly probes: ReadonlyMap<string, ReferenceProbe>
}

/** What a probe says of itself. */
export type ReferenceProbe = Pick<Probe<unknown>, 'summary' | 'yields' | 'rights' | 'deadlineMs' | 'allPiecesMs'>
