import type { Range } from '../range.ts'
import { isPlaceholder } from './credentials.ts'

/** `scheme://user:password@host`; of `docker-pullable://name:tag@sha256:…` nothing is secret. */
const USER_INFO = /:\/\/[^\s/:@"'<>]{0,200}:([^\s/"'<>]{1,300})@(?!sha\d)/dg

/** The same after Slack took the end of it for a mail address: `scheme://user:<mailto:password@host|password@host>`. */
const TAKEN_FOR_MAIL =
  /:\/\/[^\s/:@"'<>]{0,200}:<mailto:([^\s/"'<>|]{1,300})@[^\s"'<>|]{1,300}\|([^\s/"'<>|]{1,300})@/dg

/** The passwords of URLs. User, host and path stay: they are what the error is about. */
export function findUrlPasswords(text: string): Range[] {
  return [...rangesOf(text, USER_INFO), ...rangesOf(text, TAKEN_FOR_MAIL)]
}

function rangesOf(text: string, expression: RegExp): Range[] {
  const passwords = [...text.matchAll(expression)].flatMap(({ indices = [] }) => indices.slice(1))
  return passwords.flatMap(([start, end] = [0, 0]) => (isPlaceholder(text.slice(start, end)) ? [] : [{ start, end }]))
}
