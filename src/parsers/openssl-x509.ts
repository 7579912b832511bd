import certificate from '../facts/certificate.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { readRun } from './text/run.ts'

const LINE_MAX = 600
/** `Jan  1 00:00:00 2025 GMT`, and `2025-01-01 00:00:00Z` with -dateopt. */
const TIME = /^(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} GMT|\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)$/
const FIELD = /^\s{0,20}(notBefore|notAfter|subject|issuer)= ?(.{1,400})$/
const TEXT_FIELD = /^\s{0,20}(Not Before|Not After) ?: (.{1,40})$/
const VERDICT = /^\s{0,4}Certificate will( not)? expire\s{0,4}$/
const ROWS_MAX = 500

/**
 * `openssl x509 -noout -subject -issuer -dates`, in any order, and the two lines of validity of `-text`. What stands
 * together is one certificate, until one of its lines comes again. `Certificate will expire` counts only below a command
 * with `-checkend 0`: with any other number the certificate may still be valid.
 *
 * Refused: a subject or an issuer without a date; the dates of `s_client`, of other programs and other languages.
 */
const opensslX509: Parser = {
  command: 'openssl x509 -noout -subject -issuer -dates -checkend 0',
  cues: ['notAfter=', 'notBefore=', 'subject=', 'issuer=', 'Not Before:', 'Not After :'],
  sample: `# openssl x509 -noout -subject -issuer -dates -checkend 0 -in /etc/kubernetes/pki/apiserver.crt
subject=CN = kube-apiserver
issuer=CN = kubernetes
notBefore=Jan  1 00:00:00 2024 GMT
notAfter=Jan  1 00:00:00 2025 GMT
Certificate will expire`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readField)
    if (rows.length === 0) return undefined
    const command = typedCommand(lines[at - 1] ?? '')
    const whole = cutByCertificate(rows).map((group, i) => ({ group, fields: describe(group, i === 0 ? command : {}) }))
    const facts = whole.flatMap(({ group, fields }) => {
      const [first, last] = [group[0]?.at, group.at(-1)?.at]
      return fields && first !== undefined && last !== undefined ? [observe(certificate, fields, first, last)] : []
    })
    return { facts: facts.slice(0, ROWS_MAX), from: at, to }
  },
}

export default opensslX509

interface Field {
  readonly key: string
  readonly text: string
}

type Rows = readonly { readonly value: Field; readonly at: number }[]

function readField(line: string): Field | undefined {
  const text = line.slice(0, LINE_MAX)
  const [, key, value] = FIELD.exec(text) ?? []
  if (key && value) return { key, text: value.trim() }
  const [, name, time] = TEXT_FIELD.exec(text) ?? []
  if (name && time) return { key: name === 'Not Before' ? 'notBefore' : 'notAfter', text: time.trim() }
  const verdict = VERDICT.exec(text)
  return verdict ? { key: 'verdict', text: verdict[1] ? 'valid' : 'expired' } : undefined
}

function cutByCertificate(rows: Rows): Rows[] {
  const groups: Rows[] = []
  let open: Rows = []
  for (const row of rows) {
    if (open.some((other) => other.value.key === row.value.key)) {
      groups.push(open)
      open = []
    }
    open = [...open, row]
  }
  return [...groups, open]
}

interface Typed {
  readonly path?: string
  readonly checksNow?: boolean
}

function typedCommand(line: string): Typed {
  const [words = []] = typedPipe(line)
  if (words[0] !== 'openssl' || words[1] !== 'x509') return {}
  const path = words[words.indexOf('-in') + 1]
  const named = words.includes('-in') && path?.startsWith('/') && /^[\w./@+-]{1,400}$/.test(path)
  return {
    checksNow: words[words.indexOf('-checkend') + 1] === '0' && words.includes('-checkend'),
    ...(named && path && { path }),
  }
}

function describe(group: Rows, { path, checksNow }: Typed) {
  const textOf = (key: string) => group.find((row) => row.value.key === key)?.value.text
  const [notBefore, notAfter] = [isoTime(textOf('notBefore')), isoTime(textOf('notAfter'))]
  if (notBefore === undefined && notAfter === undefined) return undefined
  const verdict = checksNow ? textOf('verdict') : undefined
  return {
    path,
    subject: textOf('subject')?.slice(0, 200),
    issuer: textOf('issuer')?.slice(0, 200),
    notBefore,
    notAfter,
    expired: verdict === undefined ? undefined : verdict === 'expired',
  }
}

function isoTime(text: string | undefined): string | undefined {
  if (text === undefined || !TIME.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined
}
