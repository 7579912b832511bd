/**
 * Whether the thresholds of `src/matching/policy.ts` are fitted to the pastes that they were set on.
 *
 *     npx tsx bench/cross-validation.ts FILE.jsonl
 *
 * FILE is what `casebook eval` takes. A paste is of its `source` when it has one, else of its part of the collection:
 * ids are given in the order in which pastes were collected, thread by thread, so neighbours are alike. For each number
 * of the policy: the figures when it alone is changed. For each group held out: the policy that does best on the other
 * groups, scored on the one that it never saw. If the shipped policy were fitted, others would do as well or better there.
 */
import { readFileSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openCasebook } from '../src/casebook.ts'
import { type LabelledPaste, readLabelledPastes } from '../src/evaluation/labelled-pastes.ts'
import { type Score, scorePastes } from '../src/evaluation/score.ts'
import { cleanPaste } from '../src/matching/clean.ts'
import { buildForeignSense } from '../src/matching/foreign.ts'
import { buildMatcher } from '../src/matching/matcher.ts'
import type { Answer } from '../src/model/answer.ts'
import { CONTROLS, SHIPPED, VARIANTS, type Variant } from './cross-validation/variants.ts'

/** A variant and what it answered to each paste. */
interface Tried extends Variant {
  readonly answers: readonly Answer[]
}

interface Sample {
  readonly paste: LabelledPaste
  readonly source: string
}

const NEIGHBOURS = 10
const HEAD = `${'top-1'.padStart(34)}${'top-5'.padStart(10)}${'wrong high'.padStart(12)}${'false alarms'.padStart(14)}`

const file = process.argv[2]
if (file === undefined) throw new Error('usage: npx tsx bench/cross-validation.ts FILE.jsonl')
const casebook = await openCasebook(fileURLToPath(new URL('../knowledge', import.meta.url)))
const samples = readSamples(file)
const texts = await Promise.all(samples.map(async ({ paste }) => (await casebook.redact(paste.text)).text))
const shipped = tryOut(SHIPPED)
printGroups()
printSigns()
printTried('controls', CONTROLS)
const all = [shipped, ...printTried('one number changed', VARIANTS)]
printHeldOut('source', ({ source }) => source)
printHeldOut('label', ({ paste }) => paste.label)

function readSamples(path: string): Sample[] {
  const text = readFileSync(path, 'utf8')
  const sources = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line).source]))
  return readLabelledPastes(path, text).map((paste, i) => ({ paste, source: sources[i] ?? neighbourhood(paste.id) }))
}

/** `rt-118` is of `rt-11x`. */
function neighbourhood(id: string): string {
  const [, collection = id, number = '0'] = /^(.*?)-?(\d+)$/.exec(id) ?? []
  const first = Math.floor(Number(number) / NEIGHBOURS) * NEIGHBOURS
  return `${collection}-${String(first).padStart(3, '0')}`
}

function tryOut(variant: Variant): Tried {
  const matcher = buildMatcher(casebook, variant.policy)
  return { ...variant, answers: texts.map((text) => matcher.match(text)) }
}

/** The figures of the samples that are wanted. */
function scoreOf({ answers }: Tried, isWanted: (sample: Sample) => boolean = () => true): Score {
  const at = samples.flatMap((sample, i) => (isWanted(sample) ? [i] : []))
  const pastes = at.flatMap((i) => samples[i]?.paste ?? [])
  return scorePastes(
    pastes,
    casebook.cases,
    at.flatMap((i) => answers[i] ?? []),
  )
}

/** What a threshold is picked by: right answers, less what must not happen. */
function worthOf({ decidable, undecidable, none, high }: Score): number {
  return decidable.top1 + undecidable.top5 - 2 * none.falseAlarms - 10 * high.wrong
}

function printGroups(): void {
  print(`${samples.length} pastes, ${casebook.cases.length} cases\n\nshipped policy, by source\n${HEAD}`)
  for (const source of groupsBy((sample) => sample.source))
    print(
      row(
        source,
        scoreOf(shipped, (sample) => sample.source === source),
      ),
    )
  print(row('all', scoreOf(shipped)))
}

/** Where signs of other worlds stand. In a paste about a node they cost a step of a text; facts keep theirs. */
function printSigns(): void {
  const isForeign = buildForeignSense()
  const isOther = ({ paste }: Sample): boolean => paste.label === 'none'
  const bearing = samples.filter((_, i) => isForeign(cleanPaste(texts[i] ?? '').lines))
  const others = samples.filter(isOther).length
  const bearingOthers = bearing.filter(isOther).length
  print(
    `\nsigns of other worlds in ${bearingOthers} of ${others} pastes about something else, in ${bearing.length - bearingOthers} of ${samples.length - others} about a node`,
  )
}

function printTried(title: string, variants: readonly Variant[]): Tried[] {
  print(`\n${title}, all pastes\n${HEAD}`)
  return variants.map((variant) => {
    const tried = tryOut(variant)
    print(row(tried.name, scoreOf(tried)))
    return tried
  })
}

function printHeldOut(what: string, groupOf: (sample: Sample) => string): void {
  const groups = groupsBy(groupOf)
  const picks = groups.map((group) => ({ group, best: bestOf((sample) => groupOf(sample) !== group) }))
  const heldOut = picks.map(({ group, best }) => scoreOf(best, (sample) => groupOf(sample) === group))
  const counts = new Map<string, number>()
  for (const { best } of picks) counts.set(best.name, (counts.get(best.name) ?? 0) + 1)
  print(`\npicked on ${groups.length - 1} groups by ${what}, scored on the one held out\n${HEAD}`)
  print(row('picked', heldOut.reduce(sum)))
  print(row('shipped', scoreOf(shipped)))
  print(row('best in hindsight', scoreOf(bestOf(() => true))))
  print(`picked: ${[...counts].map(([name, count]) => `${name} (${count} times)`).join(', ')}`)
}

/** Of equals the first, which is the shipped one. */
function bestOf(isWanted: (sample: Sample) => boolean): Tried {
  const worths = all.map((tried) => worthOf(scoreOf(tried, isWanted)))
  return all[worths.indexOf(Math.max(...worths))] ?? shipped
}

function groupsBy(groupOf: (sample: Sample) => string): string[] {
  return [...new Set(samples.map(groupOf))].sort()
}

function row(name: string, { decidable, undecidable, high, none }: Score): string {
  return [
    name.padEnd(24),
    `${decidable.top1}/${decidable.n}`.padStart(10),
    `${undecidable.top5}/${undecidable.n}`.padStart(10),
    `${high.wrong}/${high.n}`.padStart(12),
    `${none.falseAlarms}/${none.n}`.padStart(14),
  ].join('')
}

/** What a row prints. */
function sum(a: Score, b: Score): Score {
  return {
    ...a,
    decidable: add(a.decidable, b.decidable),
    undecidable: add(a.undecidable, b.undecidable),
    none: add(a.none, b.none),
    high: add(a.high, b.high),
  }
}

function add<Counts extends Record<string, number>>(a: Counts, b: Counts): Counts {
  return Object.fromEntries(Object.entries(a).map(([key, count]) => [key, count + (b[key] ?? 0)])) as Counts
}

function print(line: string): void {
  writeSync(1, `${line}\n`)
}
