import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileScanner, type Hit } from '../../src/matching/scanner.ts'
import { compileCue, compileTemplate, matchTemplate } from '../../src/matching/template.ts'
import { STRIDE } from '../../src/matching/template-search.ts'
import type { Template } from '../../src/model/template.ts'

describe('compileScanner', () => {
  test('finds every template once per line, in order of line, then template', () => {
    const sources = ['no space left on <what:id>', '<p:path>: no space left', 'nothing of the kind', 'left on <d:*>']
    const lines = ['ok', 'mkdir /a: No space  left on device, no space left on disk', 'a left on b', 'left on\tc']
    expect(compileScanner(sources.map(compileTemplate)).scan(lines)).toEqual([
      { template: 0, line: 1, captures: { what: 'device' } },
      { template: 1, line: 1, captures: { p: '/a' } },
      { template: 3, line: 1, captures: { d: 'device, no space left on disk' } },
      { template: 3, line: 2, captures: { d: 'b' } },
      { template: 3, line: 3, captures: { d: 'c' } },
    ])
  })

  test('scanFirst finds of each template what scan finds first', () => {
    const scanner = compileScanner(['no space left', 'error <path> is full', 'x<*>y z'].map(compileTemplate))
    const lines = [
      'none',
      'no space left, no space left',
      'error /a is full',
      'no space left',
      'error /b is full',
      'x 1 y z',
    ]
    const all = scanner.scan(lines)
    const first = all.filter((hit, i) => all.findIndex((other) => other.template === hit.template) === i)
    expect(all).toHaveLength(5)
    expect(scanner.scanFirst(lines)).toEqual(first)
    const many = Array.from({ length: 3000 }, () => lines).flat()
    expect(scanner.scanFirst(many)).toEqual(first)
  })

  test('is reusable, and has nothing to find without templates or lines', () => {
    const scanner = compileScanner([compileTemplate('disk full')])
    expect(scanner.scan(['disk full'])).toHaveLength(1)
    expect(scanner.scan(['disk full'])).toHaveLength(1)
    expect(scanner.scan(['', ''])).toEqual([])
    expect(scanner.scan([])).toEqual([])
    expect(compileScanner([]).scan(['disk full'])).toEqual([])
  })

  test.each([1, 2, 3, 4, 5, 7, 8, 10, 11, 14, 15, 16, 40])(
    'finds a literal of %i characters at any place',
    (length) => {
      const literal = '满Disk/full, no inodes at all in a very long'.slice(0, length)
      const few = [compileTemplate(literal)]
      for (const templates of [few, [...few, ...strangers(2000)]]) {
        const lines = Array.from({ length: 12 }, (_, i) => `${'~'.repeat(i)}${literal.toUpperCase()}`)
        const found = compileScanner(templates).scan(lines)
        expect(found.map((hit) => `${hit.template}:${hit.line}`)).toEqual(lines.map((_, line) => `0:${line}`))
      }
    },
  )

  test('agrees with searching every line for every template', () => {
    let matches = 0
    fc.assert(
      fc.property(
        fc.array(arbitraryTemplate(), { maxLength: 12 }),
        fc.array(arbitraryLine(), { maxLength: 8 }),
        (templates, lines) => {
          const expected = searchAll(templates, lines)
          expect(compileScanner(templates).scan(lines)).toEqual(expected)
          matches += expected.length
        },
      ),
      { numRuns: 3000 },
    )
    expect(matches).toBeGreaterThan(500)
  })

  test('agrees with it among many templates, too, and on lines of any bytes', () => {
    const many = fc.sample(arbitraryTemplate(), { seed: 7, numRuns: 1500 })
    const scanner = compileScanner(many)
    const line = fc.oneof(
      arbitraryLine(),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        expect(scanner.scan(lines)).toEqual(searchAll(many, lines))
      }),
      { numRuns: 60 },
    )
  })

  test('agrees with it on long lines and across blocks', () => {
    const templates = ['begin <n:num> end', '<p:path>: no  space', 'x<*>disk full', '<m:*>inode'].map(compileTemplate)
    const texts = [
      'begin 12 end',
      '/var: no space',
      ' x ',
      'disk\t full',
      'inode ',
      '满',
      'y'.repeat(700),
      ' '.repeat(900),
    ]
    const line = fc.array(fc.constantFrom(...texts), { maxLength: 60 }).map((tokens) => tokens.join(''))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(compileScanner(templates).scan(lines)).toEqual(searchAll(templates, lines))
      }),
      { numRuns: 300 },
    )
  })

  test('finds a match wherever it stands in a line of 10 MB', () => {
    const scanner = compileScanner([compileTemplate('begin <n:num> middle <p:path> end')])
    const filler = 'lorem ipsum 0123456789 '.repeat(450_000)
    for (const at of [0, STRIDE - 40, STRIDE - 5, 65_530, 5_000_001, filler.length]) {
      const line = `${filler.slice(0, at)} begin 12 middle /${'x'.repeat(900)} end ${filler.slice(at)}`
      const [hit, ...more] = scanner.scan(['', line])
      expect(hit).toMatchObject({ template: 0, line: 1, captures: { n: '12' } })
      expect(more).toEqual([])
    }
  })
})

describe('hostile text', () => {
  const near = ['error <*> of type one', 'error <num> of type two', '<path> error in this type', 'error <id>: no type']
  const unit = 'error of type error in this type '

  test('costs one search for each template and line, however often its anchor stands there', () => {
    const lines = Array.from({ length: 500 }, () => unit.repeat(30))
    const { hits, looks } = scanCounted(near, lines)
    expect(hits).toEqual([])
    expect(looks).toBeGreaterThan(0)
    expect(looks).toBeLessThanOrEqual(near.length * lines.length)
  })

  test('costs one search for each stride of a long line', () => {
    const line = unit.repeat(30_000)
    const { hits, looks } = scanCounted(near, [line])
    expect(hits).toEqual([])
    expect(looks).toBeLessThanOrEqual(near.length * Math.ceil(line.length / STRIDE))
  })

  test('costs no search in a line for what was found there', () => {
    const line = 'error 1 of type two, '.repeat(50_000)
    const { hits, looks } = scanCounted(['error <num> of type two'], [line, line])
    expect(hits).toHaveLength(2)
    expect(looks).toBe(2 * hits.length)
  })

  test('is the only text that costs a search', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `all is well on node ${i}, nothing to see`)
    expect(scanCounted(near, lines)).toEqual({ hits: [], looks: 0 })
  })
})

/** Counts how often a template's parts are gone through: once to search for it, and once more to say what was found. */
function scanCounted(sources: readonly string[], lines: readonly string[]): { hits: Hit[]; looks: number } {
  let looks = 0
  const handler: ProxyHandler<Template['parts']> = {
    get(target, key, receiver) {
      if (key === Symbol.iterator) looks++
      return Reflect.get(target, key, receiver)
    },
  }
  const templates = sources
    .map(compileTemplate)
    .map((template) => ({ ...template, parts: new Proxy(template.parts, handler) }))
  const scanner = compileScanner(templates)
  looks = 0
  const hits = scanner.scan(lines)
  return { hits, looks }
}

function searchAll(templates: readonly Template[], lines: readonly string[]): Hit[] {
  return lines.flatMap((text, line) =>
    templates.flatMap((template, i) => {
      const match = matchTemplate(template, text)
      return match ? [{ template: i, line, captures: match.captures }] : []
    }),
  )
}

function strangers(count: number): Template[] {
  return Array.from({ length: count }, (_, i) => compileTemplate(`a stranger called ${(i * 7919) % 99_991} went ${i}`))
}

const TEXTS = [
  'disk',
  'full',
  'No  space',
  'left',
  'x1',
  'mount',
  '错误',
  '磁盘',
  '满',
  '%',
  '/',
  '10',
  'a.b',
  'Kelvin',
  ': ',
  ' ',
  '\t',
]
const VALUES = ['/var/lib/x', '10.0.0.1', '-12.5', 'pod-1', 'fe80::1', '"', '\u212a', '\ud800', '\0', '\n', 'İ']

function arbitraryTemplate(): fc.Arbitrary<Template> {
  const literal = fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 6 }).map((texts) => texts.join(' '))
  const kind = fc.constantFrom('<a:*>', '<a:path>', '<num>', '<id>', '<ip>')
  return fc
    .tuple(fc.array(fc.tuple(literal, kind), { minLength: 1, maxLength: 2 }), fc.boolean(), fc.boolean())
    .map(([pairs, trailing, cue]) => {
      const source = pairs.map(([text, placeholder], i) => `${text}${placeholder.replace('a:', `a${i}:`)}`).join('')
      return compileOrNot(trailing ? source : source.slice(0, source.lastIndexOf('<')), cue)
    })
    .filter((template) => template !== undefined)
}

function compileOrNot(source: string, cue: boolean): Template | undefined {
  try {
    return cue ? compileCue(source) : compileTemplate(source)
  } catch {
    return undefined
  }
}

function arbitraryLine(): fc.Arbitrary<string> {
  const filled = arbitraryTemplate().map(({ source }) => source.replace(/<[^>]*>/g, '/10'))
  const token = fc.oneof(fc.constantFrom(...TEXTS, ...VALUES), filled)
  return fc.array(token, { maxLength: 6 }).map((tokens) => tokens.join(' '))
}
