import { buildReader } from '../../src/matching/recognise.ts'
import type { Observation } from '../../src/model/fact.ts'
import type { Parser } from '../../src/model/parser.ts'

/** What a parser reads out of a text, woken at its cues as in a real paste. */
export function factsIn(parser: Parser, text: string): Observation[] {
  return buildReader([parser])(text.split('\n')).flatMap((block) => block.reading.facts)
}

/** The same without kinds and lines; fields that the text does not give are left out. */
export function fieldsIn(parser: Parser, text: string): object[] {
  return factsIn(parser, text).map(({ fields }) => JSON.parse(JSON.stringify(fields)))
}
