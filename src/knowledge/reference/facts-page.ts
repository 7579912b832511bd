import type { FactKind } from '../../model/fact.ts'
import { type DescribedField, describedFields } from '../../model/fact-fields.ts'
import { blocks, code, link, plain, table, titled } from './markdown.ts'
import type { ReferenceSource } from './reference-source.ts'

/** Each kind of fact: what a row is, its fields, and where rows come from. */
export function factsPage({ kinds, probes }: ReferenceSource, sampled: ReadonlyMap<string, readonly string[]>): string {
  return blocks(
    '# Facts',
    'A fact is one row. What a row lacks is unknown, never zero. Evidence in a case speaks of these fields.',
    ...[...kinds].map(([id, kind]) => {
      const parsers = [...sampled].filter(([, yields]) => yields.includes(id)).map(([parser]) => parser)
      const measures = [...probes].filter(([, { yields }]) => yields.includes(id)).map(([probe]) => probe)
      return oneKind(kind, parsers, measures)
    }),
  )
}

function oneKind(kind: FactKind, parsers: readonly string[], probes: readonly string[]): string {
  return blocks(
    `## ${plain(kind.id)}`,
    [plain(kind.summary), ...remarks(kind)].join(' '),
    table(['field', 'type', 'unit', 'says'], describedFields(kind).map(fieldRow)),
    titled(
      'Commands',
      kind.sources.map(({ run, fills }) => `${code(run)} fills ${fills.map(code).join(', ')}`),
    ),
    linked('Read by', parsers, 'commands.md'),
    linked('Measured by the probe', probes, 'probes.md'),
  )
}

function remarks({ place, past, derive }: FactKind): string[] {
  return [
    ...(place === undefined ? [] : [`A row speaks of what is below its ${code(place)}.`]),
    ...(past ? ['It tells of what happened, which a later measurement does not undo.'] : []),
    ...(derive ? ['Rows also follow from other facts of the same paste.'] : []),
  ]
}

function fieldRow(field: DescribedField): readonly string[] {
  const type = field.values.length > 0 ? field.values.map(code).join(', ') : field.type
  return [code(field.name), field.optional ? `${type}, or absent` : type, unitOf(field), plain(field.description)]
}

/** Units are the end of a name, as in `usedPercent`. */
const UNITS = ['percent', 'bytes', 'microseconds', 'seconds', 'minutes', 'days', 'ms']

function unitOf({ name, type }: DescribedField): string {
  if (type !== 'number') return ''
  const [, count, per] = /^(.*?)Per([A-Z][a-z]+)$/.exec(name) ?? []
  if (count !== undefined && per !== undefined)
    return `${plain(unitOf({ ...NUMBER, name: count }))} per ${per.toLowerCase()}`.trim()
  return UNITS.find((unit) => name.toLowerCase() === unit || name.endsWith(capital(unit))) ?? ''
}

const NUMBER = { type: 'number', optional: false, values: [], description: '' } as const

function capital(unit: string): string {
  return `${unit.slice(0, 1).toUpperCase()}${unit.slice(1)}`
}

function linked(title: string, ids: readonly string[], page: string): string {
  return ids.length === 0 ? '' : `${title}: ${ids.map((id) => link(plain(id), `${page}#${id}`)).join(', ')}.`
}
