import { blocks, code, link, plain, table, titled } from './markdown.ts'
import type { ReferenceProbe } from './reference-source.ts'

/** Each probe: what it reads and yields, how long it may take, and the rights that it wants beyond the default. */
export function probesPage(probes: ReadonlyMap<string, ReferenceProbe>): string {
  return blocks(
    '# Probes',
    `What the agent can be asked: a probe has a name and takes nothing else. ${code('casebook probe ID')} runs one on this machine. How rights are given stands in ${link('the manual of the agent', '../agents.md')}.`,
    table(['probe', 'facts', 'deadline', 'rights beyond the default'], [...probes].map(indexRow)),
    ...[...probes].map(oneProbe),
  )
}

type Named = readonly [id: string, probe: ReferenceProbe]

function indexRow([id, probe]: Named): readonly string[] {
  const rights = (probe.rights ?? []).map(({ right }) => plain(right))
  return [link(plain(id), `#${id}`), kinds(probe), deadline(probe), rights.join('; ') || 'none']
}

function oneProbe([id, probe]: Named): string {
  return blocks(
    `## ${plain(id)}`,
    plain(probe.summary),
    `Yields ${kinds(probe)}. Deadline: ${deadline(probe)}.`,
    titled(
      'Rights beyond the default, and what each opens to an attacker',
      (probe.rights ?? []).map(({ right, price }) => `${plain(right)}: ${plain(price)}`),
    ),
  )
}

function kinds({ yields }: ReferenceProbe): string {
  return yields.map((kind) => link(plain(kind), `facts.md#${kind}`)).join(', ')
}

function deadline({ deadlineMs, allPiecesMs }: ReferenceProbe): string {
  const together = allPiecesMs === undefined ? '' : ` a piece, ${allPiecesMs / 1000} s for all of them`
  return `${deadlineMs / 1000} s${together}`
}
