import type { Logger, LogLevel } from '@slack/bolt'
import { type Logger as Pino, pino } from 'pino'

/** Structured lines on standard output, without tokens and without anything that was pasted. */
export type Log = Pick<Pino, 'debug' | 'info' | 'warn' | 'error'>

/** Fields that hold tokens or text of people, wherever Slack's libraries put them. */
const SECRET_FIELDS = [
  'token',
  'authorization',
  'text',
  'blocks',
  'attachments',
  'payload',
  'body',
  'data',
  'view',
  'headers',
]
const TOKEN = /\b(?:xox[abeprs]|xapp)-[\w-]{4,400}/g

export function createLog(level: string, write?: (line: string) => void): Log {
  const options = {
    level,
    base: null,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
    serializers: { error: describeError },
    hooks: { streamWrite: (line: string) => line.replace(TOKEN, '[token]') },
  }
  return write ? pino(options, { write }) : pino(options)
}

/** What an error says of itself; not its fields, which in Slack's libraries hold whole requests. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error ? { code: error.code } : {}),
  }
}

/** Our log as Slack's libraries want it, without their debugging lines: those hold whole requests, with what people pasted. */
export function slackLogger(log: Log): Logger {
  const line = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
  return {
    debug: () => {},
    info: (...parts) => log.debug(line(parts)),
    warn: (...parts) => log.warn(line(parts)),
    error: (...parts) => log.error(line(parts)),
    setLevel: () => {},
    getLevel: () => 'debug' as LogLevel,
    setName: () => {},
  }
}
