/**
 * What it costs to recognise signatures, as a multiple of a plain loop over the same bytes.
 *
 * All that is compared runs in turn, round by round, and medians are shown: ratios hold where nanoseconds depend on the machine.
 * The signatures are the same on every machine. `--full` also lets Aho-Corasick build its table for 100,000, which takes long.
 */
import { compileScanner, type Scanner } from '../src/matching/scanner.ts'
import { compileTemplate, templateWeight } from '../src/matching/template.ts'
import type { Template } from '../src/model/template.ts'
import { pick, seededRandom } from './synthetic-cases.ts'

const COUNTS = [100, 1_000, 10_000, 100_000]
const TEXT_BYTES = 1 << 20
const ROUNDS = 15

const random = seededRandom(20261121)
const number = (below: number) => Math.floor(random() * below)

const COMMON =
  `error failed failure creating create mount overlay container containerd kubelet docker runc shim pod sandbox
  network plugin timeout deadline exceeded volume attach detach kernel memory cgroup out of killed process exit status code
  unknown image pull watch limit reached file table overflow no space left on device permission denied read only system cannot
  allocate resource temporarily unavailable connection refused reset by peer node not ready evicted disk pressure inode quota
  lock held task blocked for more than seconds hung soft lockup stuck cpu stall aborting corruption journal remount socket bind
  address already in use too many open files busy stale handle server responding full dropping packet cache neighbour orphan
  slab page order mode leak zombie signal terminated trap invalid general protection unable null pointer the to a is with
  from while was has been and`.split(/\s+/)
const STEMS =
  `alloc blk buf cfg clk conn ctl ctx dev dir dma drv ent evt ext fd fs gpu hash idx inf init io irq kmem ksm lru map
  mem msg mtu nat net nf ns numa ops page pci perf pid pkt pool proc ptr queue raid rcu reg ring rng route rpc rx sched scsi seg
  sem shm skb slot sock stat swap sync sys tbl tcp timer tlb tx udp usb vfs vlan vm wait wq xfs zone`.split(/\s+/)
const VALUES = {
  '<*>': () => `${pick(COMMON, random)} ${number(100)}`,
  '<path>': () => `/var/lib/${pick(STEMS, random)}/${number(1000)}`,
  '<num>': () => String(number(100_000)),
  '<id>': () => `pod-${number(2 ** 31).toString(16)}`,
  '<ip>': () => `10.0.${number(256)}.${number(256)}`,
}
const PLACEHOLDERS = Object.keys(VALUES) as (keyof typeof VALUES)[]

const PATTERNS = { any: '.+?', path: '/\\S+?', num: '[+-]?\\d[\\d.,]*?', id: '[\\w.-]+?', ip: '[\\da-f.:]+?' }

await main()

async function main(): Promise<void> {
  const known = makeIdentifiers(5000)
  const sources = makeSignatures(Math.max(...COUNTS), known)
  const sets = COUNTS.map((count) => build(sources.slice(0, count)))
  print('signatures   compile ms   build ms   build RSS MB')
  for (const { templates, compileMs, buildMs, rssMb } of sets)
    print(row(templates.length.toLocaleString('en'), compileMs.toFixed(0), buildMs.toFixed(0), rssMb.toFixed(0)))
  for (const set of sets) checkRecall(set, known)
  compareCounts(sets, known)
  compareHostile(sets.at(-1) as Built, known)
  await compareOthers(sets, known)
}

/** What a match asks for is the first hit of each signature; every hit of each line is what parsers are woken by. */
function compareCounts(sets: readonly Built[], known: readonly string[]): void {
  const text = makeLog(sets[0] as Built, known)
  const ways: [string, (set: Built) => unknown][] = [
    ['first hit of each signature', ({ scanner }) => scanner.scanFirst(text.lines)],
    ['every hit of every line', ({ scanner }) => scanner.scan(text.lines)],
  ]
  for (const [way, scan] of ways) {
    const costs = measure([plainLoop(text.lines), ...sets.map((set) => () => scan(set))])
    print(`\n1 MB of log, ${way}   plain loops   ns per byte`)
    for (const [i, { templates }] of sets.entries())
      print(row(templates.length.toLocaleString('en'), ratio(costs, i + 1), ns(costs, i + 1)))
    print(row('100,000 to 100', ((costs.at(-1) ?? 0) / (costs[1] ?? 1)).toFixed(1), ''))
    print(row('(plain loop)', '1.0', ns(costs, 0)))
  }
}

/** The texts are written against the largest set: they know what it looks for. */
function compareHostile(set: Built, known: readonly string[]): void {
  const filled = linesOf(() => fill(pick(set.sources, random)))
  const broken = linesOf(() => fill(pick(set.sources, random)).slice(0, -1).replace(/\S+$/, ''))
  const texts: [string, readonly string[]][] = [
    ['ordinary', makeLog(set, known).lines],
    ['everything hits', filled],
    ['near misses', broken],
    ['one line, ordinary', [makeLog(set, known).lines.join(' ')]],
    ['one line, everything hits', [filled.join(' ')]],
    ['one line, near misses', [broken.join(' ')]],
    ['one anchor over and over', [`${broken[0]} `.repeat(TEXT_BYTES / ((broken[0]?.length ?? 0) + 1))]],
    ['blanks', [' '.repeat(TEXT_BYTES)]],
  ]
  const costs = measure([
    plainLoop(filled),
    ...texts.map(
      ([, lines]) =>
        () =>
          set.scanner.scan(lines),
    ),
  ])
  print('\n1 MB against 100,000     plain loops   of ordinary   ms')
  for (const [i, [name]] of texts.entries())
    print(
      row(
        name,
        ratio(costs, i + 1),
        ((costs[i + 1] ?? 0) / (costs[1] ?? 1)).toFixed(1),
        costs[i + 1]?.toFixed(1) ?? '',
      ),
    )
}

async function compareOthers(sets: readonly Built[], known: readonly string[]): Promise<void> {
  print('\nothers, over the log  signatures   plain loops   of ours   build ms')
  for (const set of sets) {
    const { lines } = makeLog(set, known)
    const others = [set.templates.length <= 1_000 && regExpLoop(set), await ahoCorasick(set)]
    for (const other of others) {
      if (!other) continue
      const costs = measure([plainLoop(lines), () => set.scanner.scan(lines), () => other.scan(lines)], 5)
      const times = ((costs[2] ?? 0) / (costs[1] ?? 1)).toFixed(1)
      print(
        row(other.name, set.templates.length.toLocaleString('en'), ratio(costs, 2), times, other.buildMs.toFixed(0)),
      )
    }
  }
  print('Hyperscan: not installable (the npm package hyperscan 0.0.2 does not compile on Node 20)')
}

interface Built {
  readonly sources: readonly string[]
  readonly templates: readonly Template[]
  readonly scanner: Scanner
  readonly compileMs: number
  readonly buildMs: number
  readonly rssMb: number
}

function build(sources: readonly string[]): Built {
  const start = performance.now()
  const templates = sources.map(compileTemplate)
  const compiled = performance.now()
  const rss = process.memoryUsage.rss()
  const scanner = compileScanner(templates)
  const buildMs = performance.now() - compiled
  const rssMb = (process.memoryUsage.rss() - rss) / 2 ** 20
  return { sources, templates, scanner, compileMs: compiled - start, buildMs, rssMb }
}

function checkRecall(set: Built, known: readonly string[]): void {
  const { lines, planted } = makeLog(set, known)
  const found = new Set(set.scanner.scan(lines).map(({ line, template }) => `${line}:${template}`))
  for (const [line, template] of planted)
    if (!found.has(`${line}:${template}`))
      throw new Error(`\`${set.sources[template]}\` was not found in \`${lines[line]}\``)
}

/** Words that only some of the software knows: `nf_conn_tbl`. */
function makeIdentifiers(count: number): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 + number(2) }, () => pick(STEMS, random)).join(pick(['_', '_', '-', '.'], random)),
  )
}

/** Three words out of four are common ones. */
function makeWord(identifiers: readonly string[]): string {
  return number(4) > 0 ? pick(COMMON, random) : pick(identifiers, random)
}

function makeSignatures(count: number, known: readonly string[]): string[] {
  const sources = new Set<string>()
  while (sources.size < count) {
    const literals = Array.from({ length: 1 + number(3) }, () =>
      Array.from({ length: 3 + number(4) }, () => makeWord(known)).join(' '),
    )
    const source = literals.join(
      `${pick([' ', ': ', ' "'], random)}${pick(PLACEHOLDERS, random)}${pick([' ', ': ', '" '], random)}`,
    )
    if (templateWeight(compileTemplate(source)) >= 12) sources.add(source)
  }
  return [...sources]
}

function fill(source: string): string {
  return source.replace(/<[^>]*>/g, (placeholder) => VALUES[placeholder as keyof typeof VALUES]())
}

/** A log that speaks of half as many known things as the signatures do, with one of them in a hundred lines. */
function makeLog({ sources }: Built, known: readonly string[]): { lines: string[]; planted: [number, number][] } {
  const identifiers = [...known, ...makeIdentifiers(known.length)]
  const planted: [number, number][] = []
  let line = 0
  const lines = linesOf(() => {
    const header = `I0602 05:48:${10 + number(50)}.${100_000 + number(900_000)}    ${number(9999)} generic.go:${number(999)}] `
    const template = number(sources.length)
    if (number(100) === 0) planted.push([line, template])
    const isPlanted = planted.at(-1)?.[0] === line++
    return header + (isPlanted ? fill(sources[template] as string) : makeMessage(identifiers))
  })
  return { lines, planted }
}

function makeMessage(identifiers: readonly string[]): string {
  return Array.from({ length: 6 + number(12) }, () =>
    number(7) === 0 ? number(2 ** 31).toString(16) : makeWord(identifiers),
  ).join(pick([' ', ' ', ': '], random))
}

function linesOf(make: () => string): string[] {
  const lines: string[] = []
  for (let length = 0; length < TEXT_BYTES; length += (lines.at(-1)?.length ?? 0) + 1) lines.push(make())
  return lines
}

function plainLoop(lines: readonly string[]): () => number {
  const bytes = Buffer.from(lines.join('\n'))
  return () => sumOf(bytes)
}

/** As anybody would write it. On its own, so that the compiler does its best by it: what we are measured by must not be slow. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i++) sum += bytes[i] as number
  return sum
}

/** Median milliseconds of each. */
function measure(subjects: readonly (() => unknown)[], rounds = ROUNDS): number[] {
  const times = subjects.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of subjects.entries()) {
      const start = performance.now()
      run()
      times[i]?.push(performance.now() - start)
    }
  }
  return times.map((samples) => samples.sort((a, b) => a - b)[samples.length >> 1] ?? 0)
}

interface Other {
  readonly name: string
  readonly buildMs: number
  readonly scan: (lines: readonly string[]) => unknown
}

function regExpLoop({ templates }: Built): Other {
  const start = performance.now()
  const patterns = templates.map(({ parts }) =>
    parts.map((part) => ('literal' in part ? escapeRegExp(part.literal) : PATTERNS[part.placeholder])).join(''),
  )
  const expressions = patterns.map((pattern) => new RegExp(pattern, 'i'))
  const scan = (lines: readonly string[]) =>
    lines.map((line) => expressions.filter((expression) => expression.test(line)))
  return { name: 'loop of RegExp', buildMs: performance.now() - start, scan }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ \\t]+')
}

interface AhoCorasickModule {
  readonly AhoCorasick: new (keywords: string[]) => { matchInText(text: string): unknown }
}

/** Finds each signature's longest literal and nothing else. */
async function ahoCorasick({ templates }: Built): Promise<Other | undefined> {
  if (templates.length > 10_000 && !process.argv.includes('--full')) return undefined
  const name = '@monyone/aho-corasick/fast'
  const module = (await import(name).catch(() => undefined)) as AhoCorasickModule | undefined
  if (!module) {
    print(`${name}: not installed`)
    return undefined
  }
  const start = performance.now()
  const machine = new module.AhoCorasick([...new Set(templates.map(longestLiteral))])
  const scan = (lines: readonly string[]) => machine.matchInText(lines.join('\n').toLowerCase())
  return { name: 'aho-corasick (fast)', buildMs: performance.now() - start, scan }
}

function longestLiteral({ parts }: Template): string {
  const literals = parts.flatMap((part) => ('literal' in part ? [part.literal] : []))
  return literals.reduce((longest, literal) => (literal.length > longest.length ? literal : longest), '')
}

function ratio(costs: readonly number[], i: number): string {
  return ((costs[i] ?? 0) / (costs[0] ?? 1)).toFixed(1)
}

function ns(costs: readonly number[], i: number): string {
  return (((costs[i] ?? 0) * 1e6) / TEXT_BYTES).toFixed(2)
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(26) + cells.map((cell) => cell.padStart(12)).join('')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
