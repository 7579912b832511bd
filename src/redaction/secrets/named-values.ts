import type { Range } from '../range.ts'
import { isBasicCredentials, isLocation, isObjectName, isPlaceholder, looksRandom } from './credentials.ts'

/** The end of a name that stands for a secret, what parts it from its value, and the quote that opens the value. */
const NAME =
  /(passw(?:or)?d|passphrase|密码|口令|client-(?:key|certificate)-data|secret[_-]?(?:access[_-]?)?key|key[_-]?secret|client[_-]?secret|(?:api|account|certificate|shared[_-]?access)[_-]?key|secret|token|auth)(?:(?:\\{0,3}["'])?[ \t]{0,8}(=>|=|:|：)([ \t]{0,40})|[ \t]{1,8})(\\{0,3}["'])?/gi

interface Named {
  readonly name: string
  /** What stands before the name on its line, at most 60 characters. */
  readonly before: string
  /** Undefined when blanks part name and value, as behind a flag. */
  readonly separator: string | undefined
  readonly blanks: string
  readonly quote: string | undefined
  readonly value: string
  /** The value is the last thing on its line, or in its quotes. */
  readonly isLast: boolean
}

/**
 * Secrets that are known by their name: `password=…`, `"clientSecret": "…"`, `DB_PASSWORD=…`, `--token …`, the keys and
 * tokens of a kubeconfig, `auth` of a Docker config.
 *
 * The words are common in logs (`secret "tls" not found`, `token: expired`), so a value must look like one: what is a
 * placeholder, a path, the name of an object or a word in a sentence stays.
 */
export function findNamedValues(text: string): Range[] {
  const ranges: Range[] = []
  const endOfRun = runs(text)
  NAME.lastIndex = 0
  for (let match = NAME.exec(text); match; match = NAME.exec(text)) {
    const [whole, name = '', separator, blanks = '', quote] = match
    const start = match.index + whole.length
    const end = quote ? endOfQuoted(text, start, quote) : endOfRun(start)
    const value = text.slice(start, end)
    const isRedacted = text.startsWith('[secret-', end) || (quote !== undefined && value.includes('[secret-'))
    const isFound =
      !isRedacted &&
      isValue(value) &&
      isSecret({
        name,
        before: text.slice(Math.max(0, match.index - 60), match.index),
        separator,
        blanks,
        quote,
        value,
        isLast: quote !== undefined || isLastOnLine(text, end),
      })
    if (isFound) ranges.push({ start, end })
    // A value that is none may itself hold a name: `token: password=…`.
    NAME.lastIndex = isFound ? end : start
  }
  return ranges
}

const ENDS = {
  '"': { plain: /[^"\\\r\n]*/y, goesOn: /^\\[^\r\n]/ },
  "'": { plain: /[^'\r\n]*/y, goesOn: undefined },
  /** Inside `\"…\"`. */
  escaped: { plain: /[^"'\\\r\n]*/y, goesOn: undefined },
  /** Ends before a token of an earlier redaction. A comma, semicolon or ampersand belongs to the value unless another `name=` follows; an escaped line end does not. */
  none: {
    plain: /[^\s"',;&\\[]*/y,
    goesOn: /^(?:[,;&]{1,8}(?![\w-]{1,40}=)|\\{1,40}(?![nrt"'])|\[{1,40}(?!secret-\d))/,
  },
}

function endOfQuoted(text: string, start: number, quote: string): number {
  return endOfValue(text, start, quote === '"' || quote === "'" ? ENDS[quote] : ENDS.escaped)
}

/** Finds where an unquoted value ends. Values that start inside the last one end with it, so no character is read twice. */
function runs(text: string): (start: number) => number {
  let last = 0
  return (start) => {
    if (start >= last) last = endOfValue(text, start, ENDS.none)
    return last
  }
}

/** A loop, because V8 throws when a group repeats some million times. What `goesOn` looks at has to lie in these 50 characters. */
function endOfValue(
  text: string,
  start: number,
  { plain, goesOn }: { plain: RegExp; goesOn: RegExp | undefined },
): number {
  let end = start
  for (;;) {
    plain.lastIndex = end
    end += plain.exec(text)?.[0].length ?? 0
    const more = goesOn?.exec(text.slice(end, end + 50))?.[0].length ?? 0
    if (more === 0) return end
    end += more
  }
}

function isLastOnLine(text: string, end: number): boolean {
  return /^[)\]},;]{0,8}(?:["'\\]|[ \t)\]},;]{0,30}(?:$|[\r\n#]))/.test(text.slice(end, end + 40))
}

/** Most of what stands behind such a name is none. */
function isValue(value: string): boolean {
  return !(value.startsWith('=') || isPlaceholder(value) || isLocation(value))
}

function isSecret(named: Named): boolean {
  const { separator, quote, value } = named
  // The last part of a path: /etc/passwd:root:x:0, …/serviceaccount/token: no such file.
  if (named.before.endsWith('/')) return false
  if (quote === undefined && /^[{[(|>&]/.test(value)) return false
  if (separator === undefined) return isFlagValue(named)
  if (/auth$/i.test(named.name)) return value.length >= 8 && isBasicCredentials(value)
  if (isAssignment(named)) return isAssignedSecret(named)
  return named.isLast && isStatedSecret(named)
}

/** `--password VALUE`, not `--password-stdin` and not prose about it. */
function isFlagValue({ name, before, value }: Named): boolean {
  if (!/--[\w-]{0,50}$/.test(before) || value.startsWith('-')) return false
  return isPassword(name) || (looksRandom(value) && !/^secret$/i.test(name))
}

/** `name=value`, and `Password:value` of a printed Go struct. */
function isAssignment({ name, separator, blanks, quote }: Named): boolean {
  return separator === '=' || separator === '=>' || (separator === ':' && !blanks && !quote && isPassword(name))
}

function isAssignedSecret({ name, before, value }: Named): boolean {
  if (isPassword(name) || isVariable(name)) return true
  if (isObjectName(value) || isPullSecret(name, before) || isBuildSecret(value)) return false
  return /^secret$/i.test(name) ? value.length >= 3 : looksRandom(value)
}

/** `name: value` */
function isStatedSecret({ name, before, value }: Named): boolean {
  if (isPassword(name)) return true
  if (isObjectName(value) || isPullSecret(name, before)) return false
  return looksRandom(value) && !(/^secret$/i.test(name) && isDnsName(value))
}

function isPassword(name: string): boolean {
  return /^(?:passw|passphrase|密码|口令)/i.test(name)
}

/** Environment variables are written in capitals: `K3S_TOKEN=…`. */
function isVariable(name: string): boolean {
  return /^[A-Z_]{4,}$/.test(name)
}

/** `docker build --secret=id=npm,src=…` says where a secret is. */
function isBuildSecret(value: string): boolean {
  return /^(?:id|src|source|type|env)=/.test(value)
}

/** An imagePullSecret is the name of an object. */
function isPullSecret(name: string, before: string): boolean {
  return /^secret$/i.test(name) && /pull[-_]?$/i.test(before)
}

function isDnsName(value: string): boolean {
  return /^[a-z0-9]{1,63}(?:[-.][a-z0-9]{1,63}){1,10}$/.test(value)
}
