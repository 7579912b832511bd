import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadFolder } from '../../src/folder.ts'
import { buildReader } from '../../src/matching/recognise.ts'
import type { FactKind } from '../../src/model/fact.ts'
import type { Parser, Reading } from '../../src/model/parser.ts'

const parsers = await loadFolder<Parser>(new URL('../../src/parsers/', import.meta.url))
const kinds = await loadFolder<FactKind>(new URL('../../src/facts/', import.meta.url))

/** How often a parser may look at a line, whatever the text. */
const LOOKS_PER_LINE = 16

test('the folder holds parsers', () => {
  expect(parsers.size).toBeGreaterThan(0)
})

describe.each([...parsers])('%s', (_name, parser) => {
  test('reads its sample into valid facts of known kinds', () => {
    const readings = readAll(parser, parser.sample.split('\n'))
    const facts = readings.flatMap((reading) => reading.facts)
    expect(facts.length).toBeGreaterThan(0)
    for (const fact of facts) {
      const kind = kinds.get(fact.kind)
      expect(kind, `src/facts/${fact.kind}.ts`).toBeDefined()
      kind?.schema.strict().parse(defined(fact.fields))
    }
  })

  test('keeps its facts within the lines that it says it read', () => {
    fc.assert(
      fc.property(noisyText(parser), (lines) => {
        for (const reading of readAll(parser, lines)) {
          expect(reading.from).toBeGreaterThanOrEqual(0)
          expect(reading.to).toBeGreaterThan(reading.from)
          expect(reading.to).toBeLessThanOrEqual(lines.length)
          for (const fact of reading.facts) {
            expect(fact.first).toBeGreaterThanOrEqual(reading.from)
            expect(fact.last).toBeGreaterThanOrEqual(fact.first)
            expect(fact.last).toBeLessThan(reading.to)
            kinds.get(fact.kind)?.schema.parse(defined(fact.fields))
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('looks at each line a bounded number of times, also when every line wakes it', () => {
    const bodies = [...parser.cues.map(plain), ...parser.sample.split('\n')]
    for (const body of bodies) {
      const { lines, looks } = counted(Array.from({ length: 2000 }, () => body))
      readAll(parser, lines)
      expect(looks(), `looks at 2,000 lines of ${JSON.stringify(body)}`).toBeLessThan(2000 * LOOKS_PER_LINE)
    }
  })

  test('has cues that a scanner can look for', () => {
    expect(parser.cues.length).toBeGreaterThan(0)
    for (const cue of parser.cues) {
      expect(Math.max(...cue.split(/<[^>]*>/).map((literal) => Buffer.byteLength(literal)))).toBeGreaterThanOrEqual(3)
    }
  })
})

function readAll(parser: Parser, lines: readonly string[]): Reading[] {
  return buildReader([parser])(lines).map((block) => block.reading)
}

function plain(cue: string): string {
  return cue.replaceAll(/<[^>]*>/g, '1')
}

function counted(lines: readonly string[]): { lines: readonly string[]; looks: () => number } {
  let count = 0
  const proxy = new Proxy(lines, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) count++
      return Reflect.get(target, key, receiver)
    },
  })
  return { lines: proxy, looks: () => count }
}

/** The sample's lines cut, doubled, shuffled and mixed with foreign text. */
function noisyText(parser: Parser): fc.Arbitrary<string[]> {
  const sample = parser.sample.split('\n')
  const cut = fc
    .tuple(fc.constantFrom(...sample), fc.nat(120), fc.nat(20))
    .map(([line, to, from]) => line.slice(from, to + from))
  const mixed = fc
    .tuple(fc.constantFrom(...sample), fc.string({ unit: 'binary', maxLength: 12 }), fc.nat(80))
    .map(([line, noise, at]) => line.slice(0, at) + noise + line.slice(at))
  const line = fc.oneof(
    fc.constantFrom(...sample, ...parser.cues.map(plain)),
    cut,
    mixed,
    fc.string({ unit: 'binary', maxLength: 80 }),
  )
  return fc.array(line, { maxLength: 30 })
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
