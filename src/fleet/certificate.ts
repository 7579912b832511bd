import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { KnownError } from '../model/known-error.ts'
import type { FleetLog } from './log.ts'
import type { TlsFiles } from './settings.ts'

export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly expiresAt: Date
}

/** The certificate that agents see, and its key. Throws a KnownError that says which file is wrong. */
export async function readCertificate(files: TlsFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([readPem(files.cert, 'cert'), readPem(files.key, 'key')])
  try {
    createSecureContext({ cert, key })
    return { cert, key, expiresAt: new Date(new X509Certificate(cert).validTo) }
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new KnownError(
      'bad-certificate',
      `\`${files.cert}\` and \`${files.key}\` are not a certificate and its key in PEM (${why})`,
      { cause },
    )
  }
}

async function readPem(file: string, setting: 'cert' | 'key'): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new KnownError('bad-certificate', `cannot read agents.tls.${setting}, \`${file}\` (${cause.code})`, { cause })
  })
}

const LOOK_EVERY_MS = 60_000

/** Tells of a renewed certificate until the returned function is called; one that cannot be used changes nothing. */
export function watchCertificate(
  files: TlsFiles,
  first: Certificate,
  log: FleetLog,
  onRenewed: (certificate: Certificate) => void,
  everyMs = LOOK_EVERY_MS,
): () => void {
  let current = first
  const look = async (): Promise<void> => {
    const found = await readCertificate(files)
    if (found.cert === current.cert && found.key === current.key) return
    current = found
    onRenewed(found)
    log.info({ expiresAt: found.expiresAt }, 'the certificate for agents was renewed')
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ error }, 'the certificate for agents cannot be read again'))
  }, everyMs)
  return () => clearInterval(timer)
}
