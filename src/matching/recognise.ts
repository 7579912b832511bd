import type { Fact, FactKind, Observation } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import type { CleanPaste } from './clean.ts'
import { deriveFromPaste } from './derive.ts'
import { compileScanner } from './scanner.ts'
import { compileCue } from './template.ts'

/** Rows of one kind that an answer keeps; what is beyond it counts in summary kinds only. */
const MAX_FACTS_OF_A_KIND = 5000

export type Recognise = (paste: CleanPaste) => readonly Fact[]

export function buildRecogniser(parsers: ReadonlyMap<string, Parser>, kinds: ReadonlyMap<string, FactKind>): Recognise {
  const read = buildReader([...parsers.values()])
  return ({ lines, numbers }) => {
    const facts = read(lines).flatMap(({ parser, reading }) =>
      reading.facts.flatMap((observation) => checked(observation, parser.command, numbers, kinds)),
    )
    return capped([...facts, ...deriveFromPaste(facts, kinds)])
  }
}

/** What a parser read out of the lines around one of its cues. */
export interface Block {
  readonly parser: Parser
  readonly reading: Reading
}

/**
 * Wakes each parser at its cues, line by line, unless it already read past that line. One scanner holds the cues of
 * all parsers, so that the cost of reading does not grow with their number.
 */
export function buildReader(parsers: readonly Parser[]): (lines: readonly string[]) => readonly Block[] {
  const cues = parsers.flatMap((parser) => parser.cues.map((cue) => ({ parser, template: compileCue(cue) })))
  const scanner = compileScanner(cues.map((cue) => cue.template))
  return (lines) => {
    const readTo = new Map<Parser, number>()
    return scanner.scan(lines).flatMap((hit): Block[] => {
      const parser = cues[hit.template]?.parser
      if (!parser || hit.line < (readTo.get(parser) ?? 0)) return []
      const reading = parser.read(lines, hit.line)
      readTo.set(parser, reading?.to ?? hit.line + 1)
      return reading ? [{ parser, reading }] : []
    })
  }
}

/** A row that does not fit its kind's schema is dropped: a fact is right or absent. */
function checked(
  observation: Observation,
  command: string,
  numbers: readonly number[],
  kinds: ReadonlyMap<string, FactKind>,
): Fact[] {
  const parsed = kinds.get(observation.kind)?.schema.safeParse(observation.fields)
  if (!parsed?.success) return []
  const lines = [...new Set(numbers.slice(observation.first, observation.last + 1))]
  return [{ kind: observation.kind, fields: parsed.data as Fact['fields'], origin: { from: 'paste', command, lines } }]
}

function capped(facts: readonly Fact[]): Fact[] {
  const counts = new Map<string, number>()
  return facts.filter((fact) => {
    const count = (counts.get(fact.kind) ?? 0) + 1
    counts.set(fact.kind, count)
    return count <= MAX_FACTS_OF_A_KIND
  })
}
