import { closeSync, openSync, readSync } from 'node:fs'

/** The first certificate of a PEM file; `something-else` when another block comes first (a private key), `none` when no block does. */
export type FirstCertificate = { readonly pem: string } | 'something-else' | 'none'

const BEGIN = '-----BEGIN CERTIFICATE-----'
const END = '-----END CERTIFICATE-----'
const MOST_BYTES = 32 * 1024

/**
 * Shorter than the line that begins a private key (27 characters): kubelet keeps key and certificate in one file, and
 * whoever stops at the end of the certificate then has read no byte of the key.
 */
const STEP_BYTES = 16

/** Reads no further than the end of the first certificate. Throws what the kernel says. */
export function readFirstCertificate(path: string): FirstCertificate {
  const fd = openSync(path, 'r')
  try {
    return readBlock(fd)
  } finally {
    closeSync(fd)
  }
}

function readBlock(fd: number): FirstCertificate {
  const bytes = Buffer.allocUnsafe(STEP_BYTES)
  let text = ''
  while (text.length < MOST_BYTES) {
    const read = readSync(fd, bytes, 0, STEP_BYTES, null)
    if (read === 0) return 'none'
    text += bytes.toString('latin1', 0, read)
    const found = blockIn(text)
    if (found) return found
  }
  return 'none'
}

function blockIn(text: string): FirstCertificate | undefined {
  const begin = text.indexOf('-----BEGIN ')
  const line = begin < 0 ? '' : text.slice(begin, begin + BEGIN.length)
  if (line.length < BEGIN.length) return undefined
  if (line !== BEGIN) return 'something-else'
  const end = text.indexOf(END, begin)
  return end < 0 ? undefined : { pem: text.slice(begin, end + END.length) }
}
