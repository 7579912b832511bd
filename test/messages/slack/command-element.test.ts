import { expect, test } from 'vitest'
import { commandElement, shownCommand } from '../../../src/messages/slack/command-element.ts'
import { WORDING } from '../../../src/messages/slack/wording.ts'

test('a command is filled with what was captured, and loses only the line end', () => {
  expect(shownCommand('docker restart <name>\n', { name: 'web-1' }, 100)).toBe('docker restart web-1')
  expect(shownCommand('a \\\n\t&& b', {}, 100)).toBe('a \\\n\t&& b')
})

test('what cannot be shown as it is stays a placeholder', () => {
  expect(shownCommand('rm <path>', { path: '/a\u202e/b' }, 100)).toBe('rm <path>')
  expect(shownCommand('rm <path>', { path: `/${'x'.repeat(200)}` }, 100)).toBe('rm <path>')
})

test('a command is never cut', () => {
  expect(shownCommand(`rm ${'x'.repeat(200)}`, {}, 100)).toBeUndefined()
  expect(commandElement(`rm ${'x'.repeat(200)}`, {}, 100, WORDING.en)).toEqual({
    kind: 'line',
    spans: [{ kind: 'text', text: 'The command is too long for a message: press More.' }],
  })
})
