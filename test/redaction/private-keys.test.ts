import { expect, test } from 'vitest'
import { redact } from '../../src/redaction/redact.ts'
import { privateKey } from './fake-secrets.ts'

test.each(['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '])('replaces a %sPRIVATE KEY', async (type) => {
  expect((await redact(`a\n${privateKey(type)}\nb`)).text).toBe('a\n[secret-1]\n\n\n\n\n\nb')
})

test('replaces a key that is indented, quoted, or behind a log header', async () => {
  for (const prefix of ['    ', '> ', 'Nov 21 10:00:01 node-7 app[12]: ']) {
    const text = privateKey()
      .split('\n')
      .map((line) => prefix + line)
      .join('\n')
    expect((await redact(`${text}\nend`)).text).toBe(`${prefix}[secret-1]\n\n\n\n\n\nend`)
  }
})

test('replaces an encrypted key with its headers, and a PGP key with its checksum', async () => {
  const encrypted = privateKey().replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B2C3D\n\n')
  expect((await redact(`${encrypted}\nend`)).text).toBe(`[secret-1]${'\n'.repeat(9)}end`)
  const pgp = privateKey('PGP ').replaceAll('KEY-----', 'KEY BLOCK-----').replace('\n-----END', '\n=aB3d\n-----END')
  expect((await redact(`${pgp}\nend`)).text).toBe(`[secret-1]${'\n'.repeat(7)}end`)
})

test('takes nothing behind a key that lost its end', async () => {
  const log = 'kubelet: started\n4f3c2b1a'.concat(
    '0'.repeat(56),
    '\nRemoved /var/lib/docker/overlay2/l/ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  )
  const cut = privateKey().split('\n').slice(0, 4).join('\n')
  expect((await redact(`${cut}\n${log}`)).text).toBe(`[secret-1]\n\n\n\n${log}`)
})

test('takes the end of a key as strace prints and cuts it', async () => {
  const escaped = privateKey('', '\\n')
  const text = `read(3, "${escaped}\\n", 4096) = 1679\nread(4, "${escaped.slice(0, 120)}"..., 4096) = 1679`
  expect((await redact(text)).text).toBe('read(3, "[secret-1]\\n", 4096) = 1679\nread(4, "[secret-2]"..., 4096) = 1679')
})

test('leaves certificates and public keys', async () => {
  const text = `${privateKey().replaceAll('RSA PRIVATE KEY', 'CERTIFICATE')}\n${privateKey().replaceAll('RSA PRIVATE', 'PUBLIC')}`
  expect(await redact(text)).toEqual({ text, secrets: 0 })
})
