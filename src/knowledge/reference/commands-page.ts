import type { Parser } from '../../model/parser.ts'
import { blocks, code, fence, link, plain } from './markdown.ts'

/** Each parser: the command whose output it reads, the texts that wake it, and what it makes of its sample. */
export function commandsPage(
  parsers: ReadonlyMap<string, Parser>,
  sampled: ReadonlyMap<string, readonly string[]>,
): string {
  return blocks(
    '# Commands understood',
    'Output that may stand in a paste, beside anything else. A parser wakes at its cues; the facts are those that it reads out of its sample. What it refuses stands at the head of its file.',
    ...[...parsers].map(([id, parser]) => oneParser(id, parser, sampled.get(id) ?? [])),
  )
}

function oneParser(id: string, { command, cues, sample }: Parser, kinds: readonly string[]): string {
  const facts = kinds.map((kind) => link(plain(kind), `facts.md#${kind}`)).join(', ')
  return blocks(
    `## ${plain(id)}`,
    `${code(command)} (${link('file', `../../src/parsers/${id}.ts`)}): ${facts}.`,
    `Wakes at ${cues.map(code).join(', ')}.`,
    fence(sample),
  )
}
