import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isChinese, readWords, tokenise } from '../../src/matching/words.ts'

describe('tokenise', () => {
  it.each([
    ['fs.mount-max', ['fs.mount-max', 'fs', 'mount', 'max']],
    ['nf_conntrack: table full', ['nf_conntrack', 'nf', 'conntrack', 'table', 'full']],
    ['inotify_add_watch', ['inotify_add_watch', 'inotify', 'add', 'watch']],
    ['Overlay2, x509 and K8S', ['overlay2', 'x509', 'k8s']],
    ['no space left on device.', ['no', 'space', 'left', 'device']],
  ])('keeps technical names whole and in parts: %s', (text, words) => {
    expect(tokenise(text)).toEqual(words)
  })

  it.each([
    '65530 100% 12.5Gi 0x1f',
    '192.0.2.17:6443 2001:0db8:0:0::1',
    '2026-11-20T10:11:12.123456789Z',
    '6f1ed002ab5595859014ebf0951522d9c3a1ba6c1d2e4b9d0f3a5b6c7d8e9f00',
    '550e8400-0b29-41d4-8716-446655440000',
    '[51717.039319] E1120',
  ])('leaves out what differs from paste to paste: %s', (text) => {
    expect(tokenise(text)).toEqual([])
  })

  it('keeps the constant parts of paths and of generated names', () => {
    expect(tokenise('/var/lib/docker/overlay2/0a1b2c3d4e5f/merged')).toEqual([
      'var',
      'lib',
      'docker',
      'overlay2',
      'merged',
    ])
    expect(tokenise('pod web-625e7df1-b34da')).toEqual(['pod', 'web'])
  })

  it('takes Chinese as pairs of characters, and a lone character as itself', () => {
    expect(tokenise('挂载数满')).toEqual(['挂载', '载数', '数满'])
    expect(tokenise('盘 full 满')).toEqual(['盘', 'full', '满'])
  })

  it('reads traditional characters as simplified ones', () => {
    expect(tokenise('掛載數達到上限')).toEqual(tokenise('挂载数达到上限'))
  })

  it('reads full-width forms as plain ones', () => {
    expect(tokenise('ＤＩＳＫ　ｆｕｌｌ：磁盘')).toEqual(['disk', 'full', '磁盘'])
  })

  it('does not join words across punctuation and script', () => {
    expect(tokenise('mount返回busy。device--mapper')).toEqual(['mount', '返回', 'busy', 'device', 'mapper'])
  })

  it('never throws, and yields words without blanks, at most two for a character', () => {
    fc.assert(
      fc.property(foreignText(), (text) => {
        const words = tokenise(text)
        expect(words.length).toBeLessThanOrEqual(2 * text.normalize('NFKC').length)
        expect(words.filter((word) => !/^[a-z0-9._\u3400-\u9fff-]{1,200}$/.test(word))).toEqual([])
      }),
    )
  })

  it('yields the same for the same text whatever its letter case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(tokenise(text.toUpperCase())).toEqual(tokenise(text))
      }),
    )
  })

  it.each([
    ['one word of 10 MB', 'x'.repeat(10_000_000)],
    ['one name of 10 MB', 'ab-'.repeat(3_333_333)],
    ['joiners only', '-._'.repeat(3_333_333)],
    ['forms that grow when normalised', '\ufdfa'.repeat(1_000_000)],
    ['Chinese without a blank', '磁'.repeat(10_000_000)],
  ])('reads a bounded part of %s', (_, text) => {
    expect(tokenise(text).length).toBeLessThanOrEqual(100_000)
  })
})

describe('readWords', () => {
  it('has every word of the text once, names in parts', () => {
    expect(readWords('set fs.mount-max to 100000 磁盘满')).toEqual(['set', 'fs', 'mount', 'max', '磁盘', '盘满'])
  })
})

describe('isChinese', () => {
  it('tells pairs of characters from words', () => {
    expect(isChinese('磁盘')).toBe(true)
    expect(isChinese('disk')).toBe(false)
    expect(isChinese('')).toBe(false)
  })
})

function foreignText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
    fc
      .array(fc.constantFrom('a', 'Z', '0', '7', '.', '-', '_', ' ', '/', '磁', '碟', '\ufdfa', '\ud800', '\0'))
      .map((c) => c.join('')),
  )
}
