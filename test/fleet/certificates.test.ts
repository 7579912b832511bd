import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeAuthority } from './certificates.ts'

const CONSTRUCTED = 0x20
const authority = makeAuthority()

/** The content lengths of all elements, how many bytes each was written in. */
function lengthsIn(der: Buffer, found: [number, number][] = []): [number, number][] {
  for (let at = 0; at < der.length; ) {
    const tag = der[at] ?? 0
    const first = der[at + 1] ?? 0
    const bytes = first < 0x80 ? 0 : first - 0x80
    const length = bytes === 0 ? first : der.readUIntBE(at + 2, bytes)
    const content = der.subarray(at + 2 + bytes, at + 2 + bytes + length)
    found.push([length, bytes])
    if (tag & CONSTRUCTED) lengthsIn(content, found)
    at += 2 + bytes + length
  }
  return found
}

function fewestBytes(length: number): number {
  return length < 0x80 ? 0 : Math.ceil(length.toString(16).length / 2)
}

test('every length is written in as few bytes as it takes, as DER has it', () => {
  const seen = new Set<number>()
  for (const count of [1, 12, 20, 30, 6000]) {
    const names = Array.from({ length: count }, (_, i) => `n${i}.example`)
    const certificate = new X509Certificate(authority.issue(names).cert)
    expect(certificate.subjectAltName?.split(', ')).toHaveLength(count)
    expect(certificate.verify(new X509Certificate(authority.cert).publicKey)).toBe(true)
    for (const [length, bytes] of lengthsIn(certificate.raw)) {
      expect([length, bytes]).toEqual([length, fewestBytes(length)])
      seen.add(bytes)
    }
  }
  expect([...seen].sort()).toEqual([0, 1, 2, 3])
})
