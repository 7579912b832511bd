import type { Case } from '../../model/case.ts'
import type { FactKind } from '../../model/fact.ts'
import type { Parser } from '../../model/parser.ts'
import type { Probe } from '../../model/probe.ts'
import type { SiblingSet } from '../sibling-sets.ts'
import { casesPage } from './cases-page.ts'
import { commandsPage } from './commands-page.ts'
import { factsPage } from './facts-page.ts'
import { blocks } from './markdown.ts'
import { probesPage } from './probes-page.ts'
import { kindsByParser } from './sampled-kinds.ts'

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

/** Run in a checkout, where it also sees what was not built yet. */
export const WRITE_REFERENCE = 'npm run -s dev -- check --write-reference'

const GENERATED = `<!-- Generated: \`${WRITE_REFERENCE}\` writes this file. -->`

/** The pages of the reference by file name, in markdown. The same library gives the same bytes. */
export function writtenReference(source: ReferenceSource): ReadonlyMap<string, string> {
  const sampled = kindsByParser(source.parsers, source.kinds)
  const pages = {
    'cases.md': casesPage(source),
    'facts.md': factsPage(source, sampled),
    'probes.md': probesPage(source.probes),
    'commands.md': commandsPage(source.parsers, sampled),
  }
  return new Map(Object.entries(pages).map(([name, page]) => [name, `${blocks(GENERATED, page)}\n`]))
}
