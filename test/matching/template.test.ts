import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lowerAscii, squeezeBlanks } from '../../src/matching/folded-line.ts'
import { compileCue, compileTemplate, matchTemplate, templateWeight } from '../../src/matching/template.ts'
import { LONGEST_SPAN } from '../../src/matching/template-search.ts'
import { KnownError } from '../../src/model/known-error.ts'
import type { Part, PlaceholderKind, Template } from '../../src/model/template.ts'

describe('compileTemplate', () => {
  test('reads literals and placeholders in turn', () => {
    expect(compileTemplate('Cannot  mount\t<dir:path>: <*> <<none> <num>%').parts).toEqual([
      { literal: 'cannot mount ' },
      { placeholder: 'path', name: 'dir' },
      { literal: ': ' },
      { placeholder: 'any' },
      { literal: ' <none> ' },
      { placeholder: 'num' },
      { literal: '%' },
    ])
  })

  test.each([
    ['', 'is empty'],
    ['  \t', 'is empty'],
    ['ab <*>', undefined],
    ['ab<*>', 'no literal text of at least 3 bytes'],
    ['满<*>', undefined],
    ['failed <container>', 'unknown placeholder `<container>`'],
    ['failed <container>', 'write `<<` for the character `<`'],
    ['a < b', 'unknown placeholder `< b`'],
    ['failed <path:num:x>', 'unknown placeholder'],
    ['failed <path><num>', 'side by side'],
    ['failed <a:num> of <a:num>', 'captures `a` twice'],
    ['failed\nagain', 'line break'],
    ['failed \ud800', 'lone surrogate'],
  ])('%j: %s', (source, complaint) => {
    if (complaint === undefined) expect(compileTemplate(source).source).toBe(source)
    else expect(() => compileTemplate(source)).toThrow(complaint)
  })

  test('counts placeholders and characters', () => {
    expect(compileTemplate(`failed${' <num>,'.repeat(32)}`).parts).toHaveLength(65)
    expect(() => compileTemplate(`failed${' <num>,'.repeat(33)}`)).toThrow('has 33 placeholders; at most 32')
    expect(() => compileTemplate(`failed${' <num>,'.repeat(10_000)}`)).toThrow('is 70006 characters long; at most 1000')
  })

  test('refuses with a known error, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), arbitrarySource()), (source) => {
        const error = errorOf(() => compileTemplate(source))
        if (error) expect(error).toMatchObject({ name: 'KnownError', code: 'bad-template' })
      }),
    )
  })
})

describe('matchTemplate', () => {
  test.each([
    ['disk full', 'Disk  FULL', '0-10', {}],
    ['disk full', 'odisk fully', undefined, {}],
    ['disk full', 'odisk full, disk fully, _disk\tfull_', '25-34', {}],
    ['节点已满', '这个节点已满了', '2-6', {}],
    ['mount to <p:path>: no space', 'mount to /a/b:c-init/merged: no space', '0-37', { p: '/a/b:c-init/merged' }],
    ['mount to <p:path>: no space', 'mount to a/b: no space', undefined, {}],
    ['mount <*> to <p:path>: no space', 'mount a to b to /x: no space', '0-28', { p: '/x' }],
    ['<p:path>: no space', 'touch: a/b /x/y: no space', '11-25', { p: '/x/y' }],
    ['<p:path>: no space', 'touch: a/b: no space', undefined, {}],
    ['cannot read <p:path>', 'cannot read /etc/hosts.', '0-23', { p: '/etc/hosts' }],
    ['cannot read <p:path>', 'cannot read "/etc"', undefined, {}],
    ['cannot read "<p:path>"', 'cannot read "/etc"', '0-18', { p: '/etc' }],
    ['took <n:num>', 'took 12ms took 0x1f took 1-2 took 3:4 took 12.', '38-45', { n: '12' }],
    ['took <n:num>ms', 'took 12ms', '0-9', { n: '12' }],
    ['<n:num>% full', 'it is -97.5% full', '6-17', { n: '-97.5' }],
    ['<n:num> files', 'v1.2 files', undefined, {}],
    ['<n:num> files', '10-12 files', undefined, {}],
    ['<a:num>.<b:num> kernel', '4.19 kernel', '0-11', { a: '4', b: '19' }],
    ['pod <i:id> evicted', 'pod web-0_a.b evicted', '0-21', { i: 'web-0_a.b' }],
    ['evicted <i:id>', 'evicted web-0.', '0-14', { i: 'web-0' }],
    ['evicted <i:id>', 'evicted ns/web-0', undefined, {}],
    ['from <a:ip>', 'from 10.0.0.1:8080', '0-13', { a: '10.0.0.1' }],
    ['from <a:ip>', 'from 10.0.0.256', undefined, {}],
    ['from <a:ip>', 'from 1.2.3.4.5', undefined, {}],
    ['<a:ip> is down', 'fe80::1 is down', '0-15', { a: 'fe80::1' }],
    ['from [<a:ip>]', 'from [::ffff:10.0.0.1]', '0-22', { a: '::ffff:10.0.0.1' }],
    ['from <a:ip> to', 'from 1:2:3:4:5:6:7 to', undefined, {}],
    ['failed: <m:*>', 'failed:  Two  Words ', '0-19', { m: 'Two  Words' }],
    ['<m:*>: failed', ' Two  Words: failed', '0-19', { m: 'Two  Words' }],
    ['a<*>bcd', 'a bcd', undefined, {}],
    ['failed', '\0failed\ud800', '1-7', {}],
    ['kelvin', '\u212aelvin', undefined, {}],
  ])('%j in %j', (source, line, place, captures) => {
    const match = matchTemplate(compileTemplate(source), line)
    expect(match && `${match.start}-${match.end}`).toBe(place)
    if (match) expect(match.captures).toEqual(captures)
  })

  test('finds the next match from a place on', () => {
    const template = compileTemplate('no  space <n:num>')
    expect(matchTemplate(template, 'no\t space 1, no space 2', 1)).toEqual({ start: 13, end: 23, captures: { n: '2' } })
    expect(matchTemplate(template, 'no\t space 1, no space 2', 14)).toBeUndefined()
  })

  test('finds a cue inside words', () => {
    expect(matchTemplate(compileCue('use%'), 'IUse%')).toEqual({ start: 1, end: 5, captures: {} })
    expect(matchTemplate(compileCue('/dev/sd'), '/dev/sda1')).toMatchObject({ start: 0, end: 7 })
    expect(matchTemplate(compileTemplate('use%'), 'IUse%')).toBeUndefined()
  })

  test('agrees with a matcher that tries everything', () => {
    let matches = 0
    fc.assert(
      fc.property(arbitraryTemplateAndLine(), fc.nat(4), ([template, line], from) => {
        const match = matchTemplate(template, line, Math.min(from, line.length))
        expect(match).toEqual(tryEverything(template, line, Math.min(from, line.length)))
        if (match) matches++
      }),
      { numRuns: 5000 },
    )
    expect(matches).toBeGreaterThan(200)
  })

  test('spans 1,024 characters, in which a run of blanks counts as one', () => {
    const template = compileTemplate('begin<*>end')
    const fits = `begin ${'x'.repeat(LONGEST_SPAN - 10)} end`
    for (const before of ['', 'begin '.repeat(2000), ' '.repeat(9000)]) {
      expect(matchTemplate(template, `${before}${fits}`)).toMatchObject({ start: before.length })
      expect(matchTemplate(template, `${before}${fits.replace(' ', ' '.repeat(5000))}`)).toMatchObject({
        start: before.length,
      })
      expect(matchTemplate(template, `${before}${fits.replace('x', 'xx')}`)).toBeUndefined()
    }
    const tail = matchTemplate(compileTemplate('begin <t:*>'), `begin ${'x'.repeat(9000)}`)
    expect(tail?.captures.t).toHaveLength(LONGEST_SPAN - 6)
    expect(matchTemplate(compileTemplate('begin <t:path>'), `begin /${'x'.repeat(9000)}`)).toBeUndefined()
  })

  test('a match across the strides of a long line is found', () => {
    const template = compileTemplate('begin <n:num> middle <p:path> end')
    for (let at = 3000; at < 3200; at += 7) {
      const line = `${'/y '.repeat(at / 3)}begin 12 middle /${'x'.repeat(500)} end${' z'.repeat(4000)}`
      expect(matchTemplate(template, line)).toEqual(tryEverything(template, line, 0))
    }
  })

  test.each([
    ['begin<*>middle<num>end', 'begin middle end '],
    ['begin<*>middle<*>end', `begin ${'x'.repeat(1000)} middle ${'x'.repeat(1000)} end`],
    ['<id>!!!<id>!?', `${'a.'.repeat(500)}!!!${'a.'.repeat(500)} !?`],
    ['<path>,,x', `${'/:'.repeat(1000)} ,,x `],
    ['<path>=/=<path>,,x', `${'/=/='.repeat(500)} ,,x `],
    ['<num>,000<num>,001x', `${'1,000'.repeat(500)} ,001x `],
    ['<ip>:::<ip>x', '1:1:::1.1.1.1 x'],
    ['<*>aaa<num>aab', 'aab'.padStart(100, 'a')],
    ['aaa <num>', 'aaa  '],
  ])('%j takes linear time on 10 MB', (source, unit) => {
    const line = unit.repeat(10_000_000 / unit.length)
    expect(matchTemplate(compileTemplate(source), line)).toBeUndefined()
  })
})

test('templateWeight counts the bytes of literal text that are not blank', () => {
  expect(templateWeight(compileTemplate('no space <*> on 磁盘'))).toBe(2 + 5 + 2 + 6)
})

function errorOf(run: () => unknown): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}

const LITERALS = ['no space', 'disk', 'a', '1', '/', ':', ': ', '.', '-', ',', ' ', '满了', '%', '"', '::', '2.3']
const KINDS = ['*', 'path', 'num', 'id', 'ip']

/** Mostly good templates, some bad ones. */
function arbitrarySource(): fc.Arbitrary<string> {
  const literal = fc.array(fc.constantFrom(...LITERALS), { minLength: 1, maxLength: 3 }).map((texts) => texts.join(''))
  const placeholder = fc.constantFrom(...KINDS)
  return fc
    .tuple(fc.array(fc.tuple(literal, placeholder), { minLength: 1, maxLength: 3 }), fc.boolean(), fc.boolean())
    .map(([pairs, leading, trailing]) => {
      const source = pairs.map(([text, kind], i) => `${text}<c${i}:${kind}>`).join('')
      return `${leading ? '<first:id>' : ''}${source}${trailing ? ' disk' : ''}`
    })
}

const VALUES = [
  '/var/lib/x',
  '10.0.0.1',
  '-12.5',
  'pod-1',
  'fe80::1',
  'DISK',
  'No \tSpace',
  '  ',
  'x',
  '\u212a',
  '\ud800',
]

/** The line is the template filled in, mostly with what fits, and some noise around and inside. */
function arbitraryTemplateAndLine(): fc.Arbitrary<[Template, string]> {
  const noise = fc.array(fc.constantFrom(...LITERALS, ...VALUES), { maxLength: 2 }).map((texts) => texts.join(''))
  const values = fc.array(fc.tuple(noise, fc.constantFrom(...VALUES), fc.nat(9)), { minLength: 20, maxLength: 20 })
  return fc
    .tuple(arbitrarySource(), fc.boolean(), values)
    .map(([source, cue, fillings]): [Template | undefined, string] => {
      const template = errorOrTemplate(source, cue)
      const pieces = source.split(/<[^>]*>/).flatMap((literal, i) => {
        const [between, value, chance] = fillings[i] ?? ['', '', 0]
        return [chance === 0 ? between : '', literal, value]
      })
      return [template, `${fillings[18]?.[0]}${pieces.slice(0, -1).join('')}${fillings[19]?.[0]}`]
    })
    .filter((pair): pair is [Template, string] => pair[0] !== undefined)
}

function errorOrTemplate(source: string, cue: boolean): Template | undefined {
  try {
    return cue ? compileCue(source) : compileTemplate(source)
  } catch (error) {
    if (error instanceof KnownError) return undefined
    throw error
  }
}

interface Reading {
  readonly end: number
  readonly places: readonly number[]
}

/** The doc comment of `src/model/template.ts`, word for word and without regard to cost. */
function tryEverything(template: Template, line: string, from: number): ReturnType<typeof matchTemplate> {
  const text = lowerAscii(squeezeBlanks(line))
  const offsets = offsetsOf(line)
  for (let start = 0; start < text.length; start++) {
    if ((offsets[start] ?? 0) < from || (template.wholeWords && !startsWell(template.parts[0], text, start))) continue
    const reading = read(template, text, 0, start, start)
    if (reading) return describeReading(template, line, offsets, start, reading)
  }
  return undefined
}

function offsetsOf(line: string): number[] {
  const starts = [...line.matchAll(/[ \t]+|./gs)].map((match) => match.index)
  return [...starts, line.length]
}

function startsWell(first: Part | undefined, text: string, start: number): boolean {
  const before = text.slice(0, start)
  if (first && 'placeholder' in first) return first.placeholder === 'any' || !/[a-z0-9_.,/~-]$/.test(before)
  return !(/[a-z0-9]$/.test(before) && /^[a-z0-9]/.test(text.slice(start)))
}

function read(template: Template, text: string, i: number, at: number, start: number): Reading | undefined {
  const part = template.parts[i]
  if (!part) {
    const cut = template.wholeWords && /[a-z0-9]$/.test(text.slice(0, at)) && /^[a-z0-9]/.test(text.slice(at))
    return cut || at - start > LONGEST_SPAN ? undefined : { end: at, places: [at] }
  }
  if ('literal' in part) {
    const rest = text.startsWith(part.literal, at) && read(template, text, i + 1, at + part.literal.length, start)
    return rest ? { end: rest.end, places: [at, ...rest.places] } : undefined
  }
  const ends = endsOf(part.placeholder, text, at)
  if (i === template.parts.length - 1) return readLast(template, part.placeholder, text, at, start, ends)
  for (const end of ends) {
    const rest = read(template, text, i + 1, end, start)
    if (rest) return { end: rest.end, places: [at, ...rest.places] }
  }
  return undefined
}

function readLast(
  { wholeWords }: Template,
  kind: PlaceholderKind,
  text: string,
  at: number,
  start: number,
  ends: readonly number[],
): Reading | undefined {
  if (kind === 'any') {
    const end = ends.findLast((place) => place - start <= LONGEST_SPAN)
    if (end === undefined) return undefined
    const trimmed = text[end - 1] === ' ' ? end - 1 : end
    return { end: trimmed, places: [at, trimmed] }
  }
  const end = ends.at(-1)
  if (end === undefined || end - start > LONGEST_SPAN) return undefined
  const after = kind === 'ip' ? /^([a-z0-9]|[_.,/~-][a-z0-9])/ : /^([a-z0-9]|[_.,:/~-][a-z0-9])/
  return wholeWords && after.test(text.slice(end)) ? undefined : { end, places: [at, end] }
}

/** Shortest first. */
function endsOf(kind: PlaceholderKind, text: string, at: number): number[] {
  const all = Array.from({ length: Math.min(text.length, at + LONGEST_SPAN) - at }, (_, i) => at + i + 1)
  if (kind === 'ip') {
    // Node takes a zone (`fe80::1%eth0`) for part of the address; a template does not.
    const longest = all.findLast((end) => !text.slice(at, end).includes('%') && isIP(text.slice(at, end)) > 0)
    return longest === undefined ? [] : [longest]
  }
  return all.filter((end) => FITS[kind](text.slice(at, end), text.slice(end)))
}

const STOP = '[ \\t"\'`,;()<>|，。；：、（）“”「」\u00a0\u3000]'
const PATH = new RegExp(`^/(?:(?!${STOP}).)*$`, 's')
const COLON_THAT_ENDS_A_WORD = new RegExp(`^:(?:${STOP}|$)`)

const FITS: Record<Exclude<PlaceholderKind, 'ip'>, (value: string, after: string) => boolean> = {
  any: (value) => /[^ ]/.test(value),
  path: (value, after) =>
    PATH.test(value) && [...value].every((_, i) => !COLON_THAT_ENDS_A_WORD.test(value.slice(i) + after)),
  num: (value, after) => /^[+-]?\d(\d|[.,]\d)*[.,]?$/.test(value) && (/\d$/.test(value) || /^\d/.test(after)),
  id: (value) => /^[a-z0-9_][a-z0-9_.-]*$/.test(value),
}

function describeReading(
  template: Template,
  line: string,
  offsets: readonly number[],
  start: number,
  { end, places }: Reading,
): ReturnType<typeof matchTemplate> {
  const offset = (place: number) => offsets[place] ?? line.length
  const captures: Record<string, string> = {}
  for (const [i, part] of template.parts.entries()) {
    if ('literal' in part || part.name === undefined) continue
    const value = line.slice(offset(places[i] ?? 0), offset(places[i + 1] ?? end)).trim()
    captures[part.name] =
      part.placeholder === 'path' ? untail(value) : part.placeholder === 'id' ? value.replace(/[.-]$/, '') : value
  }
  return { start: offset(start), end: offset(end), captures }
}

function untail(path: string): string {
  if (path.endsWith(':')) return path.slice(0, -1)
  return path.endsWith('.') && !/[/.]\.$/.test(path) ? path.slice(0, -1) : path
}
