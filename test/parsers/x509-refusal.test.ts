import fc from 'fast-check'
import { expect, test } from 'vitest'
import x509Refusal from '../../src/parsers/x509-refusal.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('outside its validity, with both times', () => {
  const log = `E0302 09:00:00.1 2210 reflector.go:138] Failed to watch *v1.Node: Get "https://192.0.2.10:6443/api/v1/nodes": x509: certificate has expired or is not yet valid: current time 2025-03-02T17:00:00+08:00 is after 2025-03-01T09:00:00Z`
  expect(factsIn(x509Refusal, `$ journalctl -u kubelet\n${log}`)).toMatchObject([
    {
      fields: {
        reason: 'expired',
        currentTime: '2025-03-02T17:00:00+08:00',
        limitTime: '2025-03-01T09:00:00Z',
        offBySeconds: 86_400,
      },
      first: 1,
      last: 1,
    },
  ])
})

test.each([
  [
    'x509: certificate has expired or is not yet valid: current time 2021-01-01T00:00:00Z is before 2025-01-01T00:00:00Z',
    { reason: 'not-yet-valid', limitTime: '2025-01-01T00:00:00Z', offBySeconds: 126_230_400 },
  ],
  ['Get "https://r.example/v2/": x509: certificate signed by unknown authority', { reason: 'unknown-authority' }],
  [
    'x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")',
    { reason: 'unknown-authority', candidate: 'kubernetes' },
  ],
  [
    String.raw`err="x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"kubernetes\")"`,
    { reason: 'unknown-authority', candidate: 'kubernetes' },
  ],
  [
    'x509: certificate is valid for 10.96.0.1, 192.0.2.10, kubernetes.default, not 203.0.113.5',
    { reason: 'wrong-name', wanted: '203.0.113.5' },
  ],
  [
    'x509: certificate is not valid for any names, but wanted to match node-7.example',
    { reason: 'wrong-name', wanted: 'node-7.example' },
  ],
])('%s', (line, fields) => {
  expect(fieldsIn(x509Refusal, line)).toEqual([expect.objectContaining(fields)])
})

test('lines that say the same are one row, on the last of them', () => {
  const line = (second: string) =>
    `x509: certificate has expired or is not yet valid: current time 2025-03-02T09:00:${second}Z is after 2025-03-01T09:00:00Z`
  expect(factsIn(x509Refusal, [line('01'), 'other', line('09')].join('\n'))).toMatchObject([
    { fields: { offBySeconds: 86_409 }, first: 2, last: 2 },
  ])
})

test.each([
  ['no times, as in older versions of Go', 'x509: certificate has expired or is not yet valid'],
  ['a time that is cut off', 'x509: certificate has expired or is not yet valid: current time 2025-03-02T09:00'],
  ['a list of names that is cut off', 'x509: certificate is valid for 10.96.0.1, 192.0.2.10, kuber'],
  ['another sentence', 'x509: certificate relies on legacy Common Name field, use SANs instead'],
  [
    'an impossible time',
    'x509: certificate has expired or is not yet valid: current time 2025-13-42T09:00:00Z is after 2025-03-01T09:00:00Z',
  ],
])('says nothing of %s', (_what, line) => {
  expect(factsIn(x509Refusal, line)).toEqual([])
})

test('a line of any length costs little', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
      const started = performance.now()
      factsIn(x509Refusal, `x509: certificate is valid for ${noise.repeat(3_000)}`)
      expect(performance.now() - started).toBeLessThan(1_000)
    }),
    { numRuns: 10 },
  )
})
