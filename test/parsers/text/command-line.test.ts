import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNamedPrompt, isPrompt, typedPipe, typedText } from '../../../src/parsers/text/command-line.ts'

describe('prompts', () => {
  test.each([
    ['# df -h', 'df -h'],
    ['$ df -h', 'df -h'],
    ['/ $ df -h', 'df -h'],
    ['[root@node-7 my tools]# df -h', 'df -h'],
    ['joe@node-7:~/x$ df -h', 'df -h'],
    ['(venv) root@node-7:/srv# df -h', '(venv) root@node-7:/srv# df -h'],
    ['node-7:~ # df -h', 'df -h'],
    ['bash-5.1# df -h', 'df -h'],
    ['[root@node-7 ~]#', ''],
    ['`df -h`', 'df -h'],
    [' df -h', 'df -h'],
  ])('%s', (line, text) => {
    expect(typedText(line)).toBe(text)
  })

  test.each(['#!/bin/sh', '#1234 is fixed', 'it costs 5 $ a month', 'issue #12', '/dev/vda1 118G 35G 79G 31% /', ''])(
    '%j is none',
    (line) => {
      expect(isPrompt(line)).toBe(false)
    },
  )

  test('with a name or without', () => {
    expect(['# ', '$ df', '[root@node-7 ~]# ', 'bash-5.1$ df', '~ # '].map(isNamedPrompt)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })
})

describe('pipes', () => {
  test.each([
    [
      '# sudo ls /x 2>/dev/null | wc -l; df',
      [
        ['ls', '/x'],
        ['wc', '-l'],
      ],
    ],
    ['time mount', [['mount']]],
    ['sudo busybox df', [['df']]],
    ['df -h && df -i', [['df', '-h']]],
    ['', [[]]],
  ])('%s', (line, pipe) => {
    expect(typedPipe(line)).toEqual(pipe)
  })

  test('never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(typedPipe(line).length).toBeGreaterThan(0)
      }),
    )
  })
})
