import { cleanPaste } from '../../matching/clean.ts'
import { buildRecogniser } from '../../matching/recognise.ts'
import type { FactKind } from '../../model/fact.ts'
import type { Parser } from '../../model/parser.ts'

/** The kinds of the facts that each parser reads out of its own sample, in alphabetical order. */
export function kindsByParser(
  parsers: ReadonlyMap<string, Parser>,
  kinds: ReadonlyMap<string, FactKind>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...parsers].map(([id, parser]) => {
      const facts = buildRecogniser(new Map([[id, parser]]), kinds)(cleanPaste(parser.sample))
      return [id, [...new Set(facts.map(({ kind }) => kind))].sort()]
    }),
  )
}
