import type { Range } from '../range.ts'
import { isPlaceholder } from './credentials.ts'

/** `scheme://user:password@host`; of `docker-pullable://name:tag@sha256:…` nothing is secret. */
const USER_INFO = /:\/\/[^\s/:@"'<>]{0,200}:([^\s/"'<>]{1,300})@(?!sha\d)/g

/** The passwords of URLs. User, host and path stay: they are what the error is about. */
export function findUrlPasswords(text: string): Range[] {
  return [...text.matchAll(USER_INFO)].flatMap((match) => {
    const password = match[1] ?? ''
    const end = match.index + match[0].length - 1
    return isPlaceholder(password) ? [] : [{ start: end - password.length, end }]
  })
}
