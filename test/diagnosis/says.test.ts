import { describe, expect, test } from 'vitest'
import { fillSays, slotsOf } from '../../src/diagnosis/says.ts'

describe('a sentence filled from a row', () => {
  test.each([
    ['{count} of {limit} mounts', { count: 98000, limit: 100000 }, '98000 of 100000 mounts'],
    ['{usedPercent} %', { usedPercent: 97.4567 }, '97.5 %'],
    ['{totalBytes} held', { totalBytes: 34_177_024 }, '32.6 MiB held'],
    ['{totalBytes} held', { totalBytes: 0 }, '0 B held'],
    ['{sizeBytes}', { sizeBytes: 2 ** 60 }, '1024 PiB'],
    ['{mountpoint}: {image}', { mountpoint: '/a', image: false }, '/a: false'],
    ['{gone} left', {}, '? left'],
  ])('%s', (says, fields, expected) => {
    expect(fillSays({ en: says, zh: says }, fields)).toEqual({ en: expected, zh: expected })
  })

  test('a value that looks like a slot is not filled again', () => {
    expect(fillSays({ en: '{process}', zh: '' }, { process: '{count}', count: 1 }).en).toBe('{count}')
  })

  test('knows its slots', () => {
    expect(slotsOf('{count} of {limit}, not {} or {a b}')).toEqual(['count', 'limit'])
  })
})
