/**
 * Finds the case of a noisy paste: our full text against MiniSearch and SQLite FTS5, recall@1 beside speed.
 *
 *     npx tsx bench/full-text.ts [PART OF A CONTESTANT'S NAME]
 *
 * Compare rows of one run only: machines differ, and this one may be busy. `now … ns/byte` says what a loop over
 * bytes costs at that moment (0.8 on the machine that the goals were set on, when idle).
 */
import { writeSync } from 'node:fs'
import MiniSearch from 'minisearch'
import { Converter } from 'opencc-js'
import { buildFullText } from '../src/matching/full-text.ts'
import { readWords } from '../src/matching/words.ts'
import {
  loseWords,
  makeCases,
  makeChineseSentence,
  makePaste,
  pick,
  type SyntheticCase,
  seededRandom,
} from './synthetic-cases.ts'

type Find = (lines: readonly string[]) => string | undefined

interface Contestant {
  readonly name: string
  readonly build: (cases: readonly SyntheticCase[]) => Find
  /** Whether one query would take longer than all others together. */
  readonly takesTooLong?: (caseCount: number, tokens: number) => boolean
}

interface Question {
  readonly lines: readonly string[]
  readonly answer: string
}

const FIELDS = ['title', 'symptoms', 'cause', 'rest'] as const
const PASTES = [
  { tokens: 20, foreign: 0.5 },
  { tokens: 200, foreign: 0.5 },
  { tokens: 5000, foreign: 0.5 },
  { tokens: 5000, foreign: 0.98 },
]

const MILLISECONDS_PER_ROW = 1200
const WARM_UP_MILLISECONDS = 300
const MAX_QUESTIONS = 300

async function run(): Promise<void> {
  print(`node ${process.version}`)
  const all = [ours, miniSearchRaw, miniSearchCut, miniSearchPairs, ...(await findSqlite())]
  const contestants = all.filter(({ name }) => name.includes(process.argv[2] ?? ''))
  for (const count of [1000, 10_000]) comparePastes(contestants, count)
  compareChinese(contestants, 10_000)
}

function comparePastes(contestants: readonly Contestant[], count: number): void {
  const cases = makeCases(count, seededRandom(1))
  for (const contestant of contestants) {
    const find = buildTimed(contestant, cases)
    for (const paste of PASTES) {
      const label = `  ${paste.tokens} tokens, ${paste.foreign * 100} % foreign`
      if (contestant.takesTooLong?.(count, paste.tokens)) print(`${label.padEnd(50)} not run: takes too long`)
      else report(label, find, askAboutPastes(cases, paste))
    }
  }
}

function* askAboutPastes(cases: readonly SyntheticCase[], paste: (typeof PASTES)[number]): Generator<Question> {
  const random = seededRandom(2)
  for (;;) {
    const asked = pick(cases, random)
    yield { lines: makePaste(asked, paste, random), answer: asked.document.id }
  }
}

/** A third of the words dropped, and traditional characters for simplified ones. */
function compareChinese(contestants: readonly Contestant[], count: number): void {
  const random = seededRandom(3)
  const sentences = Array.from({ length: count }, () => makeChineseSentence(random))
  const cases = makeCases(count, random).map(({ document, symptoms }, i) => ({
    document: { ...document, fields: { ...document.fields, symptoms: sentences[i]?.replaceAll(' ', '') ?? '' } },
    symptoms,
  }))
  print('\nChinese, a third of the words lost, in the other script')
  for (const contestant of contestants) {
    report(`  ${contestant.name}`, contestant.build(cases), askInTraditional(sentences))
  }
}

function* askInTraditional(sentences: readonly string[]): Generator<Question> {
  const toTraditional = Converter({ from: 'cn', to: 't' })
  const random = seededRandom(4)
  for (;;) {
    const asked = Math.floor(random() * sentences.length)
    const lost = loseWords(sentences[asked] ?? '', 1 / 3, random).replaceAll(' ', '')
    yield { lines: [toTraditional(lost)], answer: `case-${asked}` }
  }
}

function buildTimed({ name, build }: Contestant, cases: readonly SyntheticCase[]): Find {
  const memoryBefore = process.memoryUsage().rss
  const start = performance.now()
  const find = build(cases)
  const seconds = (performance.now() - start) / 1000
  const megabytes = (process.memoryUsage().rss - memoryBefore) / 1e6
  print(
    `\n${name}, ${cases.length} cases: built in ${seconds.toFixed(2)} s, resident memory ${megabytes.toFixed(0)} MB more, now ${timeByteLoop().toFixed(1)} ns/byte`,
  )
  return find
}

/** Asks until the time is up, so that slow contestants cost as much of it as fast ones; the first quarter of the time warms up. */
function report(label: string, find: Find, questions: Iterable<Question>): void {
  const start = performance.now()
  const answers: { right: boolean; milliseconds: number }[] = []
  for (const { lines, answer } of questions) {
    const asked = performance.now()
    if (answers.length >= MAX_QUESTIONS || (asked - start > MILLISECONDS_PER_ROW && answers.length >= 1)) break
    const right = find(lines) === answer
    if (asked - start > WARM_UP_MILLISECONDS) answers.push({ right, milliseconds: performance.now() - asked })
  }
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const at = (quantile: number) => (times[Math.floor(quantile * (times.length - 1))] ?? 0).toFixed(2).padStart(8)
  const recall = (answers.filter(({ right }) => right).length / answers.length).toFixed(2)
  print(`${label.padEnd(50)} recall@1 ${recall}  min ${at(0)}  p50 ${at(0.5)}  p99 ${at(0.99)} ms  n ${answers.length}`)
}

const ours: Contestant = {
  name: 'ours',
  build(cases) {
    const fullText = buildFullText(cases.map(({ document }) => document))
    return (lines) => fullText.findByPaste(lines)[0]?.id
  },
}

const miniSearchRaw: Contestant = {
  name: 'MiniSearch, the paste as it is',
  build(cases) {
    const index = new MiniSearch({ fields: [...FIELDS] })
    index.addAll(cases.map(toRow))
    return (lines) => index.search(lines.join('\n'))[0]?.id
  },
  takesTooLong: (caseCount, tokens) => caseCount * tokens > 5e6,
}

const miniSearchCut: Contestant = {
  name: 'MiniSearch, 3 rarest known words of each line',
  build: (cases) => buildMiniSearch(cases, readWords),
}

const miniSearchPairs: Contestant = {
  name: 'MiniSearch, 3 rarest known words or pairs of each line',
  build: (cases) => buildMiniSearch(cases, readPairs),
}

function buildMiniSearch(cases: readonly SyntheticCase[], read: (line: string) => string[]): Find {
  const cut = buildCut(cases, read)
  const index = new MiniSearch({
    fields: [...FIELDS],
    tokenize: (text) => text.split('\n').flatMap(read),
    processTerm: (term) => term,
    searchOptions: { tokenize: (text) => text.split('\n') },
  })
  index.addAll(cases.map(toRow))
  return (lines) => index.search(cut(lines).join('\n'))[0]?.id
}

function readPairs(line: string): string[] {
  const words = readWords(line)
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]
}

/** The 3 rarest known terms of each distinct line, at most 500 in all. */
function buildCut(
  cases: readonly SyntheticCase[],
  read: (line: string) => string[],
): (lines: readonly string[]) => string[] {
  const documentCounts = new Map<string, number>()
  for (const { document } of cases) {
    const terms = FIELDS.flatMap((field) => document.fields[field].split('\n').flatMap(read))
    for (const term of new Set(terms)) documentCounts.set(term, (documentCounts.get(term) ?? 0) + 1)
  }
  const rarestFirst = (a: string, b: string) => (documentCounts.get(a) ?? 0) - (documentCounts.get(b) ?? 0)
  return (lines) => {
    const rarest = lines.flatMap((line) =>
      [...new Set(read(line))]
        .filter((term) => documentCounts.has(term))
        .sort(rarestFirst)
        .slice(0, 3),
    )
    return [...new Set(rarest)].sort(rarestFirst).slice(0, 500)
  }
}

function toRow({ document }: SyntheticCase) {
  return { id: document.id, ...document.fields }
}

interface Sqlite {
  exec(sql: string): void
  prepare(sql: string): { run(...values: unknown[]): void; get(...values: unknown[]): { id: string } | undefined }
}

async function findSqlite(): Promise<Contestant[]> {
  const driver: string = 'better-sqlite3'
  try {
    const { default: Database } = (await import(driver)) as { default: new (path: string) => Sqlite }
    return [
      {
        name: 'SQLite FTS5, the first 200 words of the paste',
        build: (cases) => buildFts5(new Database(':memory:'), cases, firstWords),
      },
      {
        name: 'SQLite FTS5, 3 rarest known words of each line',
        build: (cases) => buildFts5(new Database(':memory:'), cases, buildCut(cases, readWords)),
      },
    ]
  } catch {
    print('better-sqlite3: not installed')
    return []
  }
}

function firstWords(lines: readonly string[]): string[] {
  return [...new Set(lines.join(' ').split(/[^\p{L}\p{N}]+/u))].filter((word) => word !== '').slice(0, 200)
}

function buildFts5(
  database: Sqlite,
  cases: readonly SyntheticCase[],
  cut: (lines: readonly string[]) => string[],
): Find {
  database.exec('CREATE VIRTUAL TABLE text USING fts5(id UNINDEXED, title, symptoms, cause, rest); BEGIN')
  const insert = database.prepare('INSERT INTO text VALUES (?, ?, ?, ?, ?)')
  for (const { document } of cases) insert.run(document.id, ...FIELDS.map((field) => document.fields[field]))
  database.exec('COMMIT')
  const select = database.prepare('SELECT id FROM text WHERE text MATCH ? ORDER BY rank LIMIT 1')
  return (lines) => {
    const terms = cut(lines).map((term) => `"${term}"`)
    return terms.length === 0 ? undefined : select.get(terms.join(' OR '))?.id
  }
}

function timeByteLoop(): number {
  const bytes = new Uint8Array(1 << 22).fill(1)
  const sum = () => {
    let total = 0
    for (let i = 0; i < bytes.length; i++) total += bytes[i] ?? 0
    return total
  }
  const times = Array.from({ length: 40 }, () => {
    const start = performance.now()
    sum()
    return performance.now() - start
  })
  return ((times.sort((a, b) => a - b)[20] ?? 0) * 1e6) / bytes.length
}

function print(line: string): void {
  writeSync(1, `${line}\n`)
}

await run()
