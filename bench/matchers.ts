/**
 * Which cases labelled pastes find: ours beside MiniSearch alone and SQLite FTS5 alone, over the texts of the same cases;
 * and for each set of siblings which of them was answered for which.
 *
 *     npx tsx bench/matchers.ts FILE.jsonl
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import MiniSearch from 'minisearch'
import { type Casebook, openCasebook } from '../src/casebook.ts'
import { type LabelledPaste, readLabelledPastes } from '../src/evaluation/labelled-pastes.ts'
import { siblingSets } from '../src/knowledge/sibling-sets.ts'
import type { Case } from '../src/model/case.ts'

/** Ids of cases, best first. */
type Find = (text: string) => Promise<readonly string[]>

const KNOWLEDGE = fileURLToPath(new URL('../knowledge', import.meta.url))
const MAX_WORDS = 2000

const [file = ''] = process.argv.slice(2)
const pastes = readLabelledPastes(file, await readFile(file, 'utf8'))
const casebook = await openCasebook(KNOWLEDGE)
const contestants: [string, Find][] = [
  ['casebook', ours(casebook)],
  ['MiniSearch alone', miniSearch(casebook.cases)],
  ['SQLite FTS5 alone', fts5(casebook.cases)],
]

print(row('', 'decidable', 'top-1', 'top-3', 'undecidable', 'top-5', 'of none', 'answered'))
for (const [name, find] of contestants) {
  const found = await Promise.all(pastes.map(({ text }) => find(text)))
  print(row(name, ...figuresOf(found)))
}
await printConfusion(contestants[0]?.[1] ?? (async () => []))

function ours({ matcher, redact }: Casebook): Find {
  return async (text) => {
    const { matches, confidence } = matcher.match((await redact(text)).text)
    return confidence === 'none' ? [] : matches.map((match) => match.case.id)
  }
}

function miniSearch(cases: readonly Case[]): Find {
  const index = new MiniSearch<{ id: string; text: string }>({ fields: ['text'] })
  index.addAll(cases.map((it) => ({ id: it.id, text: textOf(it) })))
  return async (text) => index.search(wordsOf(text).join(' '), { combineWith: 'OR' }).map(({ id }) => String(id))
}

function fts5(cases: readonly Case[]): Find {
  const db = new Database(':memory:')
  db.exec('CREATE VIRTUAL TABLE cases USING fts5(id UNINDEXED, words)')
  const insert = db.prepare('INSERT INTO cases VALUES (?, ?)')
  for (const it of cases) insert.run(it.id, textOf(it))
  const select = db.prepare<[string], { id: string }>('SELECT id FROM cases WHERE cases MATCH ? ORDER BY rank LIMIT 20')
  return async (text) => {
    const words = wordsOf(text)
    return words.length === 0 ? [] : select.all(words.map((word) => `"${word}"`).join(' OR ')).map(({ id }) => id)
  }
}

function textOf({ id, title, signatures, descriptions, cause }: Case): string {
  const texts = signatures.map(({ template }) => template.source.replace(/<[^<>]*>/g, ' '))
  return [id, title.en, title.zh, ...texts, ...descriptions.flatMap(({ en, zh }) => [en, zh]), cause.en, cause.zh].join(
    '\n',
  )
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MAX_WORDS)
}

function figuresOf(found: readonly (readonly string[])[]): (string | number)[] {
  const count = { decidable: 0, top1: 0, top3: 0, undecidable: 0, top5: 0, none: 0, answered: 0 }
  for (const [i, paste] of pastes.entries()) {
    const ids = found[i] ?? []
    const right = rightFor(paste)
    const isAmong = (first: number) => Number(ids.slice(0, first).some((id) => right.has(id)))
    if (paste.label === 'none') {
      count.none++
      count.answered += Number(ids.length > 0)
    } else if (right.size > 0 && paste.decidable) {
      count.decidable++
      count.top1 += isAmong(1)
      count.top3 += isAmong(3)
    } else if (right.size > 0) {
      count.undecidable++
      count.top5 += isAmong(5)
    }
  }
  return [count.decidable, count.top1, count.top3, count.undecidable, count.top5, count.none, count.answered]
}

/** Cases whose id or alias is the label or one of its alternatives. */
function rightFor({ label, alt }: LabelledPaste): Set<string> {
  const labels = new Set([label, ...alt])
  const known = casebook.cases.filter(({ id, aliases }) => labels.has(id) || aliases.some((alias) => labels.has(alias)))
  return new Set(known.map(({ id }) => id))
}

/** Rows are what it was, columns what was answered first. A paste counts in the set of each signature that its case has. */
async function printConfusion(find: Find): Promise<void> {
  const firsts = await Promise.all(pastes.map(async ({ text }) => (await find(text))[0] ?? '(nothing)'))
  for (const { signature, members } of siblingSets(casebook.cases, new Map(), casebook.kinds)) {
    const rows = pastes.flatMap((paste, i) => {
      const labels = members.filter((id) => rightFor({ ...paste, alt: [] }).has(id))
      return labels
        .slice(0, 1)
        .map((label) => ({ label, got: firsts[i] ?? '', right: rightFor(paste).has(firsts[i] ?? '') }))
    })
    if (rows.length === 0) continue
    print(`\nsiblings by \`${signature}\`: ${rows.filter(({ right }) => right).length} of ${rows.length} right`)
    for (const label of [...new Set(rows.map((it) => it.label))].sort()) {
      const counts = new Map<string, number>()
      for (const { got } of rows.filter((it) => it.label === label)) counts.set(got, (counts.get(got) ?? 0) + 1)
      print(`  ${label.padEnd(28)} ${[...counts].map(([got, n]) => `${got} ${n}`).join(', ')}`)
    }
  }
}

function row(name: string, ...cells: (string | number)[]): string {
  return name.padEnd(20) + cells.map((cell) => String(cell).padStart(12)).join('')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
