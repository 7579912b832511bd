/** Reads lines of 100 kB that are made to be slow, with every parser and with redaction, and prints the worst time. */
import { fileURLToPath } from 'node:url'

const [, , how, program = ''] = process.argv
const LENGTH = 100_000
const FILLINGS = [
  ' ',
  'a',
  '\t',
  '0',
  '/',
  ':',
  '=',
  '"',
  '(',
  '[',
  '{',
  '-',
  '.',
  'a ',
  '1.',
  'a=',
  'a:b ',
  '%',
  '\\',
  '<',
  'A1',
]
const SECRET_STARTS = [
  'password=',
  'Authorization: Bearer ',
  'https://a:',
  '-----BEGIN RSA PRIVATE KEY-----',
  'eyJ',
  'token: ',
  'xoxb-',
  'AKIA',
  'kind: Secret data: ',
]
// The compiled program: tsx makes a constructor call of some literals.
const { loadKit, openCasebook }: typeof import('../../src/casebook.ts') = await import(`${program}/dist/casebook.js`)
const expressionsOfPeople: string[] = []
await loadKit()
watchExpressions()
const casebook = await openCasebook(fileURLToPath(new URL('../../knowledge', import.meta.url)))
let worst = { what: '', tookMs: 0 }
let lines = 0

if (how === 'ours') {
  for (const [id, parser] of casebook.parsers)
    for (const cue of parser.cues)
      for (const line of linesOf(cue)) await time(`${id} after ${cue}`, () => parser.read([line], 0))
  for (const start of SECRET_STARTS)
    for (const line of linesOf(start)) await time(`redaction after ${start}`, () => casebook.redact(line))
  for (const line of linesOf('')) await time('the matcher', () => casebook.matcher.match(line))
} else await time('(a+)+$', () => /^(a+)+$/.test(`${'a'.repeat(26)}!`))
console.log(
  JSON.stringify({ lines, worst: worst.what, worstMs: worst.tookMs, expressions: expressionsOfPeople.length }),
)

function linesOf(start: string): string[] {
  return [...FILLINGS, start || 'b'].map((filling) => (start + filling.repeat(LENGTH)).slice(0, LENGTH))
}

/** Time of the processor, for others may work on the same machine; the best of three, for the first one also compiles. */
async function time(what: string, read: () => unknown): Promise<void> {
  const took: number[] = []
  for (let i = 0; i < 3; i++) {
    const before = process.cpuUsage()
    await read()
    const { user, system } = process.cpuUsage(before)
    took.push((user + system) / 1000)
  }
  const tookMs = Math.min(...took)
  if (tookMs > worst.tookMs) worst = { what, tookMs }
  lines++
}

/** The modules are loaded: whatever our code makes an expression of from now on stands in a case file or a paste. */
function watchExpressions(): void {
  const Original = RegExp
  globalThis.RegExp = new Proxy(Original, {
    construct(target, given: [string | RegExp, string?]) {
      const [, , maker = ''] = new Error('made here').stack?.split('\n') ?? []
      if (maker.includes('/src/')) expressionsOfPeople.push(String(given[0]))
      return new target(...given)
    },
  })
}
