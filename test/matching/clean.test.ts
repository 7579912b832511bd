import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanPaste, MAX_PASTE_LENGTH } from '../../src/matching/clean.ts'

const lines = (text: string): readonly string[] => cleanPaste(text).lines

describe('what Slack did to the text is undone', () => {
  test.each([
    ['see <https://example.com/a|example.com/a> now', 'see example.com/a now'],
    ['see <https://example.com/a>', 'see https://example.com/a'],
    ['mail <mailto:a@example.com|a@example.com>', 'mail a@example.com'],
    ['<@U012AB3CD> look', '@U012AB3CD look'],
    ['<!here> down', '@here down'],
    ['a &lt;none&gt; &amp;&amp; b', 'a <none> && b'],
    ['&amp;lt;none&amp;gt;', '&lt;none&gt;'],
    ['<none>  <none>  3 weeks ago', '<none>  <none>  3 weeks ago'],
    ['non\u00a0breaking', 'non breaking'],
  ])('%j', (text, expected) => {
    expect(lines(text)).toEqual([expected])
  })
})

describe('what a terminal did to the text is undone', () => {
  test.each([
    ['\u001b[31merror\u001b[0m: \u001b[1;33mfull\u001b[m', 'error: full'],
    ['\u001b]0;title\u0007$ df', '$ df'],
    ['a\u0000b\u0007c', 'abc'],
    ['\u202eneg si\u202c sgnis', 'neg si sgnis'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
  ])('%j', (text, expected) => {
    expect(lines(text)).toEqual([expected])
  })

  test('a Windows line end is one line end, a redrawn progress bar keeps its number', () => {
    const paste = cleanPaste('a\r\nb 10%\rb 20%\nc')
    expect(paste.lines).toEqual(['a', 'b 10%', 'b 20%', 'c'])
    expect(paste.numbers).toEqual([1, 2, 2, 3])
  })
})

describe('what a log did to the text is undone', () => {
  test('nested escapes, however deep', () => {
    expect(lines(String.raw`caused \\\"mounting \\\\\"/sys\\\\\"\"`)).toEqual(['caused "mounting "/sys""'])
  })

  test('a line end inside a quoted message ends the line and keeps its number', () => {
    const paste = cleanPaste(
      String.raw`first
write(2, "no space left on device.\nSee 'docker run --help'.\n", 221)`,
    )
    expect(paste.lines.slice(0, 3)).toEqual(['first', 'write(2, "no space left on device.', "See 'docker run --help'."])
    expect(paste.numbers.slice(0, 3)).toEqual([1, 2, 2])
  })

  test('a Windows path is no line end', () => {
    expect(lines(String.raw`C:\new\table`)).toEqual([String.raw`C:\new\table`])
  })

  test('the marks of a quoted mail go when most lines bear them', () => {
    expect(lines('> > df -i\n> > /dev/sda1 100% /\n> > end')).toEqual(['df -i', '/dev/sda1 100% /', 'end'])
    expect(lines('> prompt\nplain\nplain')).toEqual(['> prompt', 'plain', 'plain'])
  })
})

test('lines that a terminal broke are offered joined, for signatures', () => {
  const first = 'docker: Error response from daemon: error creating overlay mount to /var/lib/docke'
  const paste = cleanPaste(`${first}\nr/overlay2/ab/merged: no space left on device.\n$ df`)
  expect(paste.joins.map((join) => join.text)).toContain(`${first}r/overlay2/ab/merged: no space left on device.`)
  expect(paste.joins.every((join) => join.at === 0)).toBe(true)
})

test('a paste past the documented size is refused, with the size and what to do', () => {
  expect(() => cleanPaste('x'.repeat(MAX_PASTE_LENGTH + 1))).toThrow(/at most 16 Mi.*paste the lines around the error/)
})

describe('any text', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 400 })
  const parts = fc.constantFrom(
    '\u001b[',
    '\u001b]',
    '\\"',
    '\\n',
    '<',
    '>',
    '|',
    '&amp;',
    '> ',
    '\r',
    '\n',
    '\u202e',
    '\u0000',
    'C:\\',
  )
  const text = fc.array(fc.oneof(hostile, parts), { maxLength: 40 }).map((pieces) => pieces.join(''))

  test('keeps line numbers that rise and stand in the paste', () => {
    fc.assert(
      fc.property(text, (pasted) => {
        const { lines, numbers } = cleanPaste(pasted)
        expect(numbers.length).toBe(lines.length)
        numbers.forEach((number, i) => {
          expect(number).toBeGreaterThanOrEqual(numbers[i - 1] ?? 1)
        })
        expect(numbers.at(-1) ?? 1).toBeLessThanOrEqual(pasted.split(pasted.includes('\n') ? '\n' : '\r').length)
      }),
    )
  })

  test('leaves no control character but the tab, and no override', () => {
    fc.assert(
      fc.property(text, (pasted) => {
        for (const line of lines(pasted).map((it) => it.replaceAll('\t', '')))
          expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})

test('a line of 10 MB and 16 million line ends are read', () => {
  expect(lines('x'.repeat(10_000_000))).toHaveLength(1)
  expect(lines('\n'.repeat(MAX_PASTE_LENGTH)).length).toBeLessThanOrEqual(3)
})
