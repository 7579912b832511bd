import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStart, visitLines } from '../../../src/agent/probes/reading/bounded-file.ts'
import { scratchNode } from './scratch-node.ts'

test('whatever a file holds, its lines come out as they are', () => {
  const path = join(scratchNode({}).proc, '..', 'file')
  writeFileSync(path, '')
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '))), (lines) => {
      writeFileSync(path, lines.join('\n'))
      const seen: string[] = []
      expect(visitLines(path, 1_000_000, (line) => seen.push(line))).toEqual({ whole: true })
      expect(seen.join('\n')).toBe(lines.join('\n').replace(/\n$/, ''))
    }),
    { numRuns: 50 },
  )
})

test('stops at its bound and says so', () => {
  const path = join(scratchNode({ 'a/b': '' }).folder, 'file')
  writeFileSync(path, `${'ü'.repeat(99_999)}\nend`)
  const seen: string[] = []
  expect(visitLines(path, 65_536, (line) => seen.push(line))).toEqual({ whole: false })
  expect(seen).toEqual([])
  expect(visitLines(path, 1_000_000, (line) => seen.push(line.slice(-3)))).toEqual({ whole: true })
  expect(seen).toEqual(['üüü', 'end'])
  expect(readStart(path, 4)).toBe('üü')
})
