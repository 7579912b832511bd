import certificate from '../facts/certificate.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseDurationSeconds } from './text/duration.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

const LINE_MAX = 400
const ROW =
  /^\s{0,10}([\w.-]{2,60})\s{1,60}([A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d UTC)\s{1,20}(<invalid>|\d{1,5}[ydhms])\s/
const DAY_SECONDS = 86_400

/**
 * `kubeadm certs check-expiration` (`kubeadm alpha certs …` before 1.20): both of its tables. `<invalid>` is what it
 * prints for a residual time that is negative: the certificate has expired.
 *
 * Refused: rows that are missing or not readable (`!MISSING!`), and its header without rows.
 */
const kubeadmCerts: Parser = {
  command: 'kubeadm certs check-expiration',
  cues: ['EXPIRES RESIDUAL TIME'],
  sample: `CERTIFICATE                EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED
admin.conf                 Dec 30, 2025 23:36 UTC   <invalid>       ca                      no
apiserver                  Dec 30, 2027 23:36 UTC   364d            ca                      no`,
  read(lines, at) {
    const header = words(lines[at]?.slice(0, LINE_MAX) ?? '')
    if (header[0] !== 'CERTIFICATE' || !header.includes('RESIDUAL')) return undefined
    const { rows, to } = readRun(lines, at + 1, readRow)
    const facts = rows.flatMap((row) => (row.value === 'missing' ? [] : [observe(certificate, row.value, row.at)]))
    return facts.length > 0 ? { facts, from: at, to } : undefined
  },
}

export default kubeadmCerts

function readRow(line: string) {
  const text = `${line.slice(0, LINE_MAX)} `
  if (/^!MISSING! /.test(text)) return 'missing' as const
  const [, name, expires, residual] = ROW.exec(text) ?? []
  const ms = Date.parse(expires ?? '')
  if (!name || !residual || !Number.isFinite(ms)) return undefined
  const seconds = parseDurationSeconds(residual)
  return {
    name,
    notAfter: new Date(ms).toISOString(),
    expired: residual === '<invalid>',
    ...(seconds !== undefined && { remainingDays: seconds / DAY_SECONDS }),
  }
}
