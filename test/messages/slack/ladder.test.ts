import { expect, test } from 'vitest'
import { cleanLine } from '../../../src/messages/slack/escape.ts'
import { type Letter, ladder } from '../../../src/messages/slack/ladder.ts'
import { line, part, plain, pre, user } from '../../../src/messages/slack/part.ts'
import { WORDING } from '../../../src/messages/slack/wording.ts'
import { wrongInMessage } from './limits.ts'
import { visibleText } from './visible-text.ts'

const letter = (more: Partial<Letter>): Letter => ({
  title: cleanLine('Title', 150),
  parts: [],
  buttons: [],
  footer: [],
  text: 'text',
  ...more,
})

test('what stands beside a mention is escaped, in the one form that Slack parses', () => {
  const beside = part(1, undefined, [[line(plain('<!here> & ``` '), user('U0ALICE11')), pre('<!channel>')]])
  const [rich, sections] = ladder(letter({ parts: [beside] }), WORDING.en)
  expect(visibleText(rich?.blocks)).toEqual(['*Title*', '<!here> & ```@U0ALICE11', '| <!channel>'])
  expect(visibleText(sections?.blocks)).toEqual(['# Title', '&lt;!here&gt; &amp; ˋˋˋ<@U0ALICE11>', '&lt;!channel&gt;'])
  expect(sections && wrongInMessage(sections, 'U0ALICE11')).toEqual([])
})

test('a block without a mention is not parsed, and needs no escapes', () => {
  const [, sections] = ladder(letter({ parts: [part(1, undefined, [[line(plain('<!here>'))]])] }), WORDING.en)
  expect(sections?.blocks?.[1]).toEqual({
    type: 'section',
    text: { type: 'plain_text', text: '<!here>', emoji: false },
  })
})

test('when a whole part has no room, the small print says so', () => {
  const parts = [1, 2, 3, 4].map((priority) => part(priority, undefined, [[pre('x'.repeat(2700))]]))
  const lines = visibleText(ladder(letter({ parts, footer: [cleanLine('from here', 20)] }), WORDING.en)[0]?.blocks)
  expect(lines.filter((it) => it.startsWith('| '))).toHaveLength(3)
  expect(lines.at(-1)).toBe('from here · … not everything has room here')
})

test('a title that nobody can see is a mark, because Slack refuses an empty one', () => {
  const forms = ladder(letter({ title: cleanLine('\u202e', 150) }), WORDING.en)
  expect(forms.map((form) => visibleText(form.blocks))).toEqual([['*…*'], ['# …'], []])
})
