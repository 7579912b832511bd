import { casesPage } from './cases-page.ts'
import { commandsPage } from './commands-page.ts'
import { factsPage } from './facts-page.ts'
import { blocks } from './markdown.ts'
import { probesPage } from './probes-page.ts'
import type { ReferenceSource } from './reference-source.ts'
import { kindsByParser } from './sampled-kinds.ts'

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
