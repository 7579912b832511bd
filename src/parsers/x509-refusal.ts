import certificateRefusal from '../facts/certificate-refusal.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const MARK = 'x509: certificate '
const LINE_MAX = 16_384
const MESSAGE_MAX = 1_500
const ROWS_MAX = 200

/** RFC 3339 as Go writes it. */
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)`
const OUTSIDE = new RegExp(`^has expired or is not yet valid: current time (${TIME}) is (after|before) (${TIME})`)
const CANDIDATE =
  /^signed by unknown authority \(possibly because of [^()]{1,200} while trying to verify candidate authority certificate \\{0,3}"([^"\\]{1,200})/
const WRONG_NAME = /^is (?:not valid for any names, but wanted to match ([^\s",;]{1,255})|valid for )/
/** The names of the certificate are listed before it, any number of them. */
const NOT_NAME = ', not '

/**
 * What crypto/x509 of Go says when it refuses a certificate, anywhere in a line: outside its validity (with both times),
 * signed by an authority that is not trusted, or made for other names. Lines that say the same are one row, the last.
 *
 * Refused: the message of older versions of Go without times, since it does not tell expired from not yet valid; times of
 * which one is cut off.
 * https://github.com/golang/go/blob/master/src/crypto/x509/verify.go
 */
const x509Refusal: Parser = {
  command: 'journalctl -u kubelet | grep x509:',
  cues: [MARK],
  sample:
    'Unable to connect to the server: x509: certificate has expired or is not yet valid: current time 2025-03-02T09:00:00Z is after 2025-03-01T09:00:00Z',
  read(lines, at) {
    if (!readLine(lines[at] ?? '')) return undefined
    const rows = new Map<string, Observation>()
    for (let i = at; i < lines.length; i++) note(rows, readLine(lines[i] ?? ''), i)
    return { facts: [...rows.values()], from: at, to: lines.length }
  },
}

export default x509Refusal

type Refusal = Parameters<typeof observe<typeof certificateRefusal.schema>>[1]

function note(rows: Map<string, Observation>, refusal: Refusal | undefined, at: number): void {
  if (!refusal) return
  const key = [refusal.reason, refusal.limitTime, refusal.wanted, refusal.candidate].join(' ')
  if (rows.has(key) || rows.size < ROWS_MAX) rows.set(key, observe(certificateRefusal, refusal, at))
}

function readLine(line: string): Refusal | undefined {
  const text = line.slice(0, LINE_MAX)
  const from = text.lastIndexOf(MARK)
  if (from < 0) return undefined
  const message = text.slice(from + MARK.length, from + MARK.length + MESSAGE_MAX)
  return outsideValidity(message) ?? unknownAuthority(message) ?? wrongName(message)
}

function outsideValidity(message: string): Refusal | undefined {
  const [, currentTime = '', relation, limitTime = ''] = OUTSIDE.exec(message) ?? []
  const offBySeconds = Math.abs(Date.parse(currentTime) - Date.parse(limitTime)) / 1000
  if (!Number.isFinite(offBySeconds)) return undefined
  return { reason: relation === 'after' ? 'expired' : 'not-yet-valid', currentTime, limitTime, offBySeconds }
}

function unknownAuthority(message: string): Refusal | undefined {
  if (!message.startsWith('signed by unknown authority')) return undefined
  const candidate = CANDIDATE.exec(message)?.[1]
  return { reason: 'unknown-authority', ...(candidate !== undefined && { candidate }) }
}

function wrongName(message: string): Refusal | undefined {
  const named = WRONG_NAME.exec(message)
  if (!named) return undefined
  const from = message.indexOf(NOT_NAME)
  const wanted =
    named[1] ?? (from < 0 ? undefined : /^[^\s",;\\]{1,255}/.exec(message.slice(from + NOT_NAME.length))?.[0])
  return wanted === undefined ? undefined : { reason: 'wrong-name', wanted }
}
