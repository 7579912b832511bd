import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { code, fence, link, plain, table } from '../../../src/knowledge/reference/markdown.ts'

/** Text that means something to markdown, or ends a line, a cell or a span. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.constantFrom(
        '|',
        '\\',
        '`',
        '``',
        '\n',
        '\r\n',
        '<',
        '>',
        '<b>',
        '&amp;',
        '[x](y)',
        '**',
        '\n---\n',
        '# ',
        '~~',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

function oneLine(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, ' ').trim()
}

describe('markdown of any text', () => {
  test('plain: all of it is read as words, and nothing else', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = plain(text)
        expect(written.replace(/\\.|&amp;|&#124;/gsu, '')).not.toMatch(/[\\`*_[\]<>#~!|&\n]/)
        const read = written.replace(/\\(.)/gsu, '$1').replaceAll('&#124;', '|').replaceAll('&amp;', '&')
        expect(read).toBe(oneLine(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('code: the span closes at its end and not before', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => oneLine(text) !== ''),
        (text) => {
          const [, ticks = '', inside = ''] = /^(`+)(.*?)\1$/s.exec(code(text)) ?? []
          expect(inside.match(/`+/g) ?? []).not.toContain(ticks)
          const isPadded = inside.startsWith(' ') && inside.endsWith(' ')
          expect(isPadded ? inside.slice(1, -1) : inside).toBe(oneLine(text))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('fence: only its last line closes it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = fence(text).split('\n')
        const ticks = lines.at(-1) ?? ''
        expect(ticks).toMatch(/^`{3,}$/)
        expect(lines.slice(1, -1).filter((line) => line.includes(ticks))).toEqual([])
        expect(lines.slice(1, -1).join('\n')).toBe(text.replace(/\n$/, ''))
      }),
    )
  })

  test('table: as many rows and cells as were given', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 4 }), (rows) => {
        const written = table(
          ['a', 'b'],
          rows.map(([a, b]) => [plain(a), code(`x${b}`)]),
        ).split('\n')
        expect(written).toHaveLength(rows.length + 2)
        for (const line of written) expect(line.split('|')).toHaveLength(4)
      }),
    )
  })

  test('link: the address ends where it ends', () => {
    expect(link('a', 'https://example.com/b?c=1#d')).toBe('[a](https://example.com/b?c=1#d)')
    expect(link('a', 'https://example.com/x_(y)> z')).toBe('[a](<https://example.com/x_(y)%3E%20z>)')
  })
})
