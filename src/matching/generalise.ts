import { compileTemplate, matchTemplate } from './template.ts'

/**
 * The template of an error line: what differs from one occurrence to the next is a placeholder, the header that a logger
 * wrote before it is gone. Undefined when too little is left to tell one error from another. The template matches the
 * line that it came from.
 */
export function generalise(line: string): string | undefined {
  const text = withoutHeader(line.slice(0, MAX_LENGTH)).trim()
  const source = joinNeighbours(text.replace(TOKEN, standIn)).slice(0, MAX_LENGTH)
  try {
    return saysEnough(source) && matchTemplate(compileTemplate(source), line) ? source : undefined
  } catch {
    return undefined
  }
}

const MAX_LENGTH = 400
const FEWEST_LETTERS = 8

/** Headers of klog, of syslog and journald, of logfmt and JSON loggers, of the kernel, and times of day. */
const HEADERS: readonly RegExp[] = [
  /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,20}\d{1,10} [\w.-]{1,80}:\d{1,6}\] /,
  /^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,100} [\w./@-]{1,60}(?:\[\d{1,10}\])?: /,
  /^\[ {0,10}\d{1,10}\.\d{1,9}\] /,
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,:+Z-]{0,20} /,
  /^time="?[\dT:.+Z-]{10,40}"? level=\w{1,10} msg="?/,
  /^level=\w{1,10} msg="?/,
  /^(?:Error|error|fatal|FATAL|ERROR): /,
]

/** One header may stand behind another: journald's before klog's. */
function withoutHeader(line: string): string {
  let rest = line.trimStart()
  for (const header of HEADERS) rest = rest.replace(header, '')
  return rest
}

/** A path, an address, a word with its joiners, or a `<`, which a template writes twice. */
const TOKEN = /(?<!\w)\/[^\s"'`,;()<>|，。；：、（）“”「」]*|\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|[A-Za-z0-9][\w.-]*|</g

function standIn(token: string): string {
  if (token === '<') return '<<'
  if (token.startsWith('/')) return token.length > 1 ? withTail(token, '<path>') : token
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(token)) return '<ip>'
  if (/^\d[\d.,]*$/.test(token)) return withTail(token, '<num>')
  return differs(token) ? withTail(token, '<id>') : token
}

/** What the sentence put behind the token stays. */
function withTail(token: string, placeholder: string): string {
  return placeholder + (/[.:-]{0,3}$/.exec(token)?.[0] ?? '')
}

/** Ids, hashes, names with a number at the end, amounts with their unit; not `ext4`, `x509` or `overlay2`. */
function differs(token: string): boolean {
  return (
    /^\d/.test(token) ||
    /\d{4}/.test(token) ||
    /[-_.]\d+\.?$/.test(token) ||
    /^(?=[a-f]*\d)[0-9a-f]{7,}$/.test(token) ||
    /-(?=[a-z]*\d)[a-z0-9]{5}$/.test(token)
  )
}

/** Two placeholders need text between them. */
function joinNeighbours(source: string): string {
  return source.replace(/(?:<(?:path|num|id|ip)>){2,}/g, '<*>')
}

function saysEnough(source: string): boolean {
  const letters = source.replace(/<[a-z*]+>/g, '').match(/\p{L}/gu)?.length ?? 0
  return letters >= FEWEST_LETTERS
}
