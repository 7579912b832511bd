import { expect, test } from 'vitest'
import opensslX509 from '../../src/parsers/openssl-x509.ts'
import { fieldsIn } from './facts-in.ts'

const CERTIFICATE = `subject=O = system:nodes, CN = system:node:node-7
issuer=CN = kubernetes
notBefore=Jan  1 00:00:00 2024 GMT
notAfter=Jan  1 00:00:00 2025 GMT
Certificate will expire`

const DATES = { notBefore: '2024-01-01T00:00:00.000Z', notAfter: '2025-01-01T00:00:00.000Z' }

test('what the command in front of it asked tells whether it has expired', () => {
  const path = '/var/lib/kubelet/pki/kubelet-client-current.pem'
  const command = `[root@node-7 ~]# openssl x509 -noout -subject -issuer -dates -checkend 0 -in ${path}`
  expect(fieldsIn(opensslX509, `${command}\n${CERTIFICATE}`)).toEqual([
    { path, subject: 'O = system:nodes, CN = system:node:node-7', issuer: 'CN = kubernetes', ...DATES, expired: true },
  ])
})

test('a later moment, or an unknown one, says nothing of now', () => {
  const soon = `# openssl x509 -noout -dates -checkend 86400 -in /etc/kubernetes/pki/ca.crt\n${CERTIFICATE}`
  expect(fieldsIn(opensslX509, soon)[0]).not.toHaveProperty('expired')
  expect(fieldsIn(opensslX509, CERTIFICATE)[0]).not.toHaveProperty('expired')
})

test('two certificates below each other', () => {
  const text = 'notBefore=Jan  1 00:00:00 2024 GMT\nnotAfter=Jan  1 00:00:00 2025 GMT\n'
  expect(fieldsIn(opensslX509, `${text}${text}`)).toEqual([DATES, DATES])
})

test.each([
  [
    '-text',
    '        Validity\n            Not Before: Jan  1 00:00:00 2024 GMT\n            Not After : Jan  1 00:00:00 2025 GMT',
  ],
  ['-dateopt iso_8601', 'notBefore=2024-01-01 00:00:00Z\nnotAfter=2025-01-01 00:00:00Z'],
])('understands %s', (_what, text) => {
  expect(fieldsIn(opensslX509, text)).toEqual([DATES])
})

test.each([
  ['a name without a date', 'subject=CN = kubernetes\nissuer=CN = kubernetes'],
  ['another language', 'notAfter=1 janvier 2025'],
  ['a date that is cut off', 'notAfter=Jan  1 00:00:00 20'],
  ['YAML', 'notAfter: "2025-01-01T00:00:00Z"'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(opensslX509, text)).toEqual([])
})
