import { sourceFor } from '../../diagnosis/judge.ts'
import type { Case, Effect, Evidence } from '../../model/case.ts'
import type { FactKind } from '../../model/fact.ts'
import type { SiblingSet } from '../sibling-sets.ts'
import { blocks, code, link, plain, table, titled } from './markdown.ts'
import type { ReferenceSource } from './reference-source.ts'

/** Each case: what it is called, what it leaves behind, what proves it, what to run, and from what it must be told. */
export function casesPage({ cases, siblings, kinds }: ReferenceSource): string {
  const sorted = [...cases].sort((a, b) => compare(a.area, b.area) || compare(a.id, b.id))
  const areas = [...new Set(sorted.map(({ area }) => area))]
  return blocks(
    '# Cases',
    `${cases.length} cases. Their causes and fixes are in the files, and in what ${code('casebook show ID')} prints.`,
    table(['case', 'area', 'English', '中文'], sorted.map(indexRow)),
    ...areas.map((area) =>
      blocks(`## ${plain(area)}`, ...sorted.filter((it) => it.area === area).map((it) => oneCase(it, siblings, kinds))),
    ),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function indexRow({ id, area, title }: Case): readonly string[] {
  return [link(plain(id), `#${id}`), plain(area), plain(title.en), plain(title.zh)]
}

function oneCase(subject: Case, siblings: readonly SiblingSet[], kinds: ReadonlyMap<string, FactKind>): string {
  return blocks(
    `### ${plain(subject.id)}`,
    facing(subject),
    titled('Symptoms', symptoms(subject)),
    titled('Confirmed by', evidence(subject, 'confirms')),
    titled('Ruled out by', evidence(subject, 'rules-out')),
    titled('Suggested by', evidence(subject, 'suggests')),
    titled('To look at it', commands(subject, kinds)),
    titled(
      'Looks like it and is not',
      subject.redHerrings.map(({ line, says }) => `${code(line)}: ${plain(says.en)}`),
    ),
    titled('Siblings', rivals(subject, siblings)),
    titled(
      'References',
      subject.references.map(({ url, says }) => link(plain(says), url)),
    ),
  )
}

function facing({ id, area, title, aliases, appliesTo, reviewed }: Case): string {
  const versions = appliesTo.map((it) => `${plain(it.component)} ${code(it.versions)}`).join(', ')
  const also = aliases.length > 0 ? `; also known as ${aliases.map(code).join(', ')}` : ''
  return [
    `**${plain(title.en)}**  `,
    `**${plain(title.zh)}**`,
    '',
    `${link(code(`${area}/${id}.yml`), `../../knowledge/${area}/${id}.yml`)}: ${versions}; reviewed ${plain(reviewed)}${also}`,
  ].join('\n')
}

function symptoms({ signatures, descriptions }: Case): string[] {
  return [
    ...signatures.map(({ template, strength }) => `${strength}: ${code(template.source)}`),
    ...descriptions.map(({ en, zh }) => `in words: ${plain(en)} / ${plain(zh)}`),
  ]
}

function evidence(subject: Case, effect: Effect): string[] {
  return subject.evidence
    .filter((it) => it.effect === effect)
    .map((it) => `${factLink(it.fact)}${scope(it)}: ${plain(it.says.en)} (${code(it.condition.source)})`)
}

/** Which rows the condition is held against. */
function scope({ every, at, onlyThere }: Evidence): string {
  const place = at === undefined ? '' : `, ${onlyThere ? 'only ' : ''}at ${code(`<${at}>`)}`
  return `${every ? ', every row' : ''}${place}`
}

function commands({ evidence }: Case, kinds: ReadonlyMap<string, FactKind>): string[] {
  const runs = evidence.map(({ fact, condition }) => sourceFor(kinds.get(fact), condition.fields))
  return [...new Set(runs.filter((run) => run !== undefined))].map(code)
}

function rivals({ id, inseparable }: Case, sets: readonly SiblingSet[]): string[] {
  const pairs = sets.flatMap((set) => set.pairs).filter(({ ids }) => ids.includes(id))
  const tellers = new Map(pairs.map(({ ids, toldApartBy }) => [ids[0] === id ? ids[1] : ids[0], toldApartBy]))
  return [...tellers]
    .sort(([a], [b]) => compare(a, b))
    .map(([rival, facts]) => {
      const why = inseparable.find((it) => it.case === rival)?.why
      const teller = why === undefined ? `told apart by ${facts.map(factLink).join(', ')}` : plain(why)
      return `${link(plain(rival), `#${rival}`)}: ${teller}`
    })
}

function factLink(kind: string): string {
  return link(plain(kind), `facts.md#${kind}`)
}
