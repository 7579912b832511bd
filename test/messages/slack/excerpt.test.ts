import { expect, test } from 'vitest'
import { excerpt } from '../../../src/messages/slack/excerpt.ts'
import { sampleCase } from './sample-view.ts'

const { signatures } = sampleCase('mounts')
const head = '2026-11-20T08:11:02+08:00 node-7 agent[2211]: E1120 08:11:02 server.go:770] '

test('a short line is shown as it is, blanks folded', () => {
  expect(excerpt(`  a \t b: table full`, signatures, 80)).toBe('a b: table full')
})

test('of a long line, what matched is shown', () => {
  const text = `${head}cannot add to /var/t/0123456789: table full (will be tried again in a minute)`
  expect(excerpt(text, signatures, 60)).toBe('…cannot add to /var/t/0123456789: table full (will be tried…')
})

test('the window ends with the line, so that none of it is given away', () => {
  expect(excerpt(`${head}cannot add to /v: table full`, signatures, 60)).toBe(
    `…${`${head}cannot add to /v: table full`.slice(-59)}`,
  )
})

test('without a match in it the line is cut at its end', () => {
  expect(excerpt(head.repeat(3), signatures, 30)).toBe(`${head.slice(0, 29)}…`)
})
