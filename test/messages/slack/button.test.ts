import fc from 'fast-check'
import { expect, test } from 'vitest'
import { button, readPressed } from '../../../src/messages/slack/button.ts'

test('what a button carries is read back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }), (investigation, id) => {
      const [made] = button('more', 'More', { investigation, case: id })
      expect(readPressed(made?.value ?? '')).toEqual({ investigation, case: id })
    }),
  )
})

test('a value that is too long makes no button', () => {
  expect(button('more', 'More', { investigation: 'i', case: 'x'.repeat(2000) })).toEqual([])
})

test.each(['', 'x', 'null', '[]', '{"investigation":"i"}', '{"investigation":1,"case":"c"}'])(
  '%j is of no button',
  (value) => {
    expect(readPressed(value)).toBeUndefined()
  },
)
