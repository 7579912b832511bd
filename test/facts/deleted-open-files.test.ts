import { expect, test } from 'vitest'
import deletedOpenFiles from '../../src/facts/deleted-open-files.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const debugLog = held('java', 4321, 5_000_000, '/var/log/app/debug.log')

test('adds up what is held and names the largest', () => {
  const accessLog = held('nginx', 812, 1000, '/var/log/nginx/access.log')
  expect(derive([accessLog, debugLog])).toEqual([
    {
      fields: { count: 2, totalBytes: 5_001_000, largestProcess: 'java', largestPid: 4321, largestBytes: 5_000_000 },
      because: [accessLog, debugLog],
    },
  ])
})

test('counts a file once that several processes hold', () => {
  const forked = held('java', 4322, 5_000_000, '/var/log/app/debug.log')
  expect(derive([debugLog, forked])).toMatchObject([{ fields: { count: 1, totalBytes: 5_000_000 } }])
})

test('counts two files of one name and different sizes', () => {
  const rotated = held('java', 4321, 7, '/var/log/app/debug.log')
  expect(derive([debugLog, rotated])).toMatchObject([{ fields: { count: 2, totalBytes: 5_000_007 } }])
})

test('yields nothing from nothing', () => {
  expect(derive([])).toEqual([])
})

test('does not repeat a total that the parser gave', () => {
  expect(derive([debugLog, fact('deleted-open-files', { count: 2500, totalBytes: 9e9 })])).toEqual([])
})

test('adds up beside an empty list of another time', () => {
  expect(derive([debugLog, fact('deleted-open-files', { count: 0, totalBytes: 0 })])).toMatchObject([
    { fields: { count: 1 } },
  ])
})

function derive(facts: readonly Fact[]) {
  return deletedOpenFiles.derive?.(facts)
}

function held(process: string, pid: number, sizeBytes: number, path: string): Fact {
  return fact('deleted-open-file', { process, pid, sizeBytes, path })
}

function fact(kind: string, fields: Fields): Fact {
  return { kind, fields, origin: { from: 'paste', command: 'lsof', lines: [1] } }
}
