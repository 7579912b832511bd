import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate and its key, both in PEM. */
export interface Pem {
  readonly cert: string
  readonly key: string
}

export interface Authority extends Pem {
  /** A certificate of this authority for DNS names and IPv4 addresses. */
  readonly issue: (names: readonly string[], validity?: Validity) => Pem
}

export interface Validity {
  readonly from: Date
  readonly to: Date
}

const HOUR_MS = 3_600_000
const AROUND_NOW: Validity = { from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + 24 * HOUR_MS) }

/** An authority of its own for each test, made here because neither Node nor every machine has a tool for it. The encoding is that of RFC 5280. */
export function makeAuthority(name = 'casebook test authority'): Authority {
  const keys = newKeys()
  const subject = { name, keys }
  const cert = certificate(subject, subject, AROUND_NOW, [BASIC_CONSTRAINTS_CA])
  return {
    cert,
    key: pemOfKey(keys.privateKey),
    issue(names, validity = AROUND_NOW) {
      const leaf = { name: names[0] ?? '', keys: newKeys() }
      return {
        cert: certificate(subject, leaf, validity, [namesExtension(names)]),
        key: pemOfKey(leaf.keys.privateKey),
      }
    },
  }
}

interface Keys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

interface Holder {
  readonly name: string
  readonly keys: Keys
}

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function pemOfKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const BASIC_CONSTRAINTS_CA = sequence(oid('551d13'), boolean(true), octets(sequence(boolean(true))))

function certificate(issuer: Holder, subject: Holder, { from, to }: Validity, extensions: Buffer[]): string {
  const body = sequence(
    tagged(0, der(0x02, Buffer.from([2]))),
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    commonName(issuer.name),
    sequence(time(from), time(to)),
    commonName(subject.name),
    subject.keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, issuer.keys.privateKey)
  return pem(sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature)))
}

function namesExtension(names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    const isAddress = /^\d+(?:\.\d+){3}$/.test(name)
    return isAddress ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
  })
  return sequence(oid('551d11'), octets(sequence(...entries)))
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`))
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function tagged(number: number, content: Buffer): Buffer {
  return der(0xa0 + number, content)
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]))
}

function octets(content: Buffer): Buffer {
  return der(0x04, content)
}

/** A positive one: the leading zero keeps its first bit from being a sign. */
function integer(bytes: Buffer): Buffer {
  return der(0x02, Buffer.from([0]), Buffer.from([(bytes[0] ?? 0) | 0x80]), bytes.subarray(1))
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

/** In as few bytes as it takes: https://www.itu.int/rec/T-REC-X.690, 10.1 */
function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const digits = length.toString(16)
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes])
}
