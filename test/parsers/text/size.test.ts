import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSize } from '../../../src/parsers/text/size.ts'

describe('parseSize', () => {
  test.each([
    ['0', 1024, 0],
    ['0B', 1000, 0],
    ['112', 1024, 112],
    ['12K', 1024, 12_288],
    ['12K', 1000, 12_000],
    ['1.5G', 1024, 1_610_612_736],
    ['2,5G', 1024, 2_684_354_560],
    ['10kB', 1000, 10_000],
    ['1.3MiB', 1000, 1_363_149],
    ['466Gi', 1000, 500_363_689_984],
    ['63k', 1000, 63_000],
    ['2.89GB', 1000, 2_890_000_000],
    ['1.234GB', 1000, 1_234_000_000],
    ['184 MB', 1000, 184_000_000],
    ['16E', 1024, 2 ** 64],
  ] as const)('%s with K = %i is %i bytes', (text, base, bytes) => {
    expect(parseSize(text, base)).toBe(bytes)
  })

  test.each([
    '',
    '-',
    '-3G',
    'G',
    '1.5',
    '1,234',
    '1,234K',
    '1.5.5G',
    '12Q',
    '0t512',
    '0x1f',
    '1i',
    '12 G B',
    '5%',
    '12K/s',
  ])('%j is no size', (text) => {
    expect(parseSize(text, 1024)).toBeUndefined()
  })

  test('yields a whole number of bytes or nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,KMGTPEiB -]{0,40}$/)), (text) => {
        const bytes = parseSize(text, 1024)
        expect(bytes === undefined || (Number.isFinite(bytes) && bytes >= 0 && bytes === Math.floor(bytes))).toBe(true)
      }),
    )
  })
})
