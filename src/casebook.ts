import { loadFolder } from './folder.ts'
import { loadLibrary } from './knowledge/load-library.ts'
import { generalise } from './matching/generalise.ts'
import { buildMatcher, type Matcher } from './matching/matcher.ts'
import type { Case } from './model/case.ts'
import type { FactKind } from './model/fact.ts'
import type { Parser } from './model/parser.ts'
import type { Problem } from './model/problem.ts'
import { type Redacted, redact } from './redaction/redact.ts'

/** What the program can read: the fact kinds and the parsers, found by their folders. */
export interface Kit {
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly parsers: ReadonlyMap<string, Parser>
}

/** A library ready to answer, wired from the folders. */
export interface Casebook extends Kit {
  readonly cases: readonly Case[]
  /** Mistakes in case files. Those cases are left out, the others answer. */
  readonly problems: readonly Problem[]
  readonly matcher: Matcher
  /** Tells one state of the library from another: a digest of its case files. */
  readonly revision: string
  /** Tells one state of a case from another, by its id. */
  readonly fingerprints: ReadonlyMap<string, string>
  readonly redact: (text: string) => Promise<Redacted>
  /** What an error line has in common with others of its kind. */
  readonly generalise: (line: string) => string | undefined
}

export async function loadKit(): Promise<Kit> {
  const [kinds, parsers] = await Promise.all([
    loadFolder<FactKind>(new URL('./facts/', import.meta.url)),
    loadFolder<Parser>(new URL('./parsers/', import.meta.url)),
  ])
  return { kinds, parsers }
}

export async function openCasebook(knowledge: string): Promise<Casebook> {
  const kit = await loadKit()
  const { cases, problems, revision, fingerprints } = await loadLibrary(knowledge, kit.kinds)
  return {
    ...kit,
    cases,
    problems,
    revision,
    fingerprints,
    matcher: buildMatcher({ cases, ...kit }),
    redact,
    generalise,
  }
}
