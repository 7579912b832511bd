import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLine, cleanLines, cut, escapeMrkdwn, isBlank, mrkdwn } from '../../../src/messages/slack/escape.ts'

test('escapes the three characters that Slack parses, the ampersand first', () => {
  expect(escapeMrkdwn('<!channel> & &lt; "\'*_~`')).toBe('&lt;!channel&gt; &amp; &amp;lt; "\'*_~`')
})

test('what is escaped reads as it was', () => {
  const read = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => read(escapeMrkdwn(text)) === text))
})

test('a fence of a parsed text is no fence', () => {
  expect(mrkdwn(cleanLine('a ``` b `c` <d>', 100))).toBe('a ˋˋˋ b `c` &lt;d&gt;')
})

test('one line has no controls, overrides, zero-width characters or halves of pairs', () => {
  expect(cleanLine(' a\u0000\u001b[31m\tb\r\nc\u202e\u2066\u200b\ufeffd\ud83d ', 100)).toBe('a[31m b cd\ufffd')
})

test('joiners stay, as emoji and Persian need them', () => {
  expect(cleanLine('👩‍👧 می‌خواهم', 100)).toBe('👩‍👧 می‌خواهم')
})

test('several lines keep their indentation and lose the blanks around them', () => {
  expect(cleanLines('\n\n  if x\r\n\tthen y\u0007\n\n', 100)).toBe('  if x\n\tthen y')
})

test('cuts to the length, with the mark, and never inside what reads as one character', () => {
  expect(cut('abcdef', 6)).toBe('abcdef')
  expect(cut('abcdefg', 6)).toBe('abcde…')
  expect(cut('ab👩‍👩‍👧‍👦cdefgh', 8)).toBe('ab…')
  expect(cut('ab🇩🇪🇫🇷cdefgh', 9)).toBe('ab🇩🇪…')
  expect(cut('ab éxyz'.normalize('NFD'), 5)).toBe('ab…')
})

test('a letter with hundreds of marks is cut, not the text before it', () => {
  expect(cut(`ab${'\u0301'.repeat(500)}`, 150)).toHaveLength(150)
})

test('is never longer than asked, nor broken, whatever comes', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('\ud83d', '\udc00', '👩‍👧', '\u0301', ' ', '\n'), fc.string({ maxLength: 1 })),
  })
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 50 }), (from, max) => {
      for (const clean of [cleanLine(from, max), cleanLines(from, max)]) {
        expect(clean.length).toBeLessThanOrEqual(max)
        expect(clean).not.toMatch(/\p{Cs}/u)
      }
    }),
  )
})

test('a huge line costs no more than its beginning, and says that it was cut', () => {
  const huge = cleanLine(`${'x'.repeat(50)}${'\u0000'.repeat(10_000_000)}`, 100)
  expect(huge).toBe(`${'x'.repeat(50)}…`)
})

test('what nobody can see is blank', () => {
  expect(['', ' \n', '\u200d', '\u0301'].map(isBlank)).toEqual([true, true, true, true])
  expect(['a', '…', '挂', '👍', '$'].map(isBlank)).toEqual([false, false, false, false, false])
})
