import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generalise } from '../../src/matching/generalise.ts'
import { compileTemplate, matchTemplate } from '../../src/matching/template.ts'

describe('an error line becomes the template of its kind', () => {
  test.each([
    [
      'E0602 05:48:10.123456    8923 kubelet.go:2040] Orphaned pod "7c9a1b2c-1111-2222-3333-444455556666" found, 3 left',
      'Orphaned pod "<id>" found, <num> left',
    ],
    [
      'docker: Error response from daemon: error creating overlay mount to /var/lib/docker/overlay2/0c11/merged: no space left on device.',
      'docker: Error response from daemon: error creating overlay mount to <path>: no space left on device.',
    ],
    ['dial tcp 10.0.3.9:5432: i/o timeout', 'dial tcp <ip>:<num>: i/o timeout'],
    ['[12345.6789] EXT4-fs error (device sdb): inode #567', 'EXT4-fs error (device sdb): inode #<num>'],
    ['Nov 21 05:48:08 node-7 kernel: overlayfs: x509 of web-7d9f8b6c5-x2x9z', 'overlayfs: x509 of <id>'],
    ['a < b in the reader of frobnicator', 'a << b in the reader of frobnicator'],
  ])('%s', (line, template) => {
    expect(generalise(line)).toBe(template)
  })
})

test('the same error with other ids has the same template', () => {
  const error = (pod: string, took: string) => `pod ${pod} of 10.1.2.3 was not ready after ${took}`
  expect(generalise(error('web-7d9f8b6c5-x2x9z', '12ms'))).toBe(generalise(error('api-54c9d7f88d-k8s2p', '3.5s')))
})

test.each(['', '   ', '42', '10.0.0.1 10.0.0.2', 'a b c', '----------'])('%j says too little', (line) => {
  expect(generalise(line)).toBeUndefined()
})

const pieces = fc.constantFrom(
  ...[
    '<',
    '>',
    '<path>',
    '<<',
    '/var/lib',
    '10.0.0.1',
    '12ms',
    'x2x9z',
    'error ',
    ' ',
    ': ',
    '"',
    '\\',
    '\t',
    '🙂',
    '卷',
    '\u0000',
  ],
)
const lines = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 60 }).map((it) => it.join('')),
)

test('whatever the line, the template is one that finds it', () => {
  fc.assert(
    fc.property(lines, (line) => {
      const template = generalise(line)
      if (template !== undefined) expect(matchTemplate(compileTemplate(template), line)).toBeDefined()
    }),
  )
})
