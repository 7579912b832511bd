import { endsColumn } from './column-end.ts'
import { parseDurationSeconds } from './duration.ts'
import { splitWords, type Word } from './located-words.ts'

/** One Kubernetes event on one line, whichever kubectl printed it. */
export interface EventLine {
  readonly eventType: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly count: number
  readonly lastSeenSeconds: number | undefined
  readonly overSeconds: number | undefined
  readonly source: string | undefined
  readonly node: string | undefined
  readonly object: string | undefined
}

const LINE_MAX = 4_000
const MESSAGE_MAX = 1_000
const CAMEL_CASE = /^[A-Z][A-Za-z0-9]{1,80}$/
const COMPONENT = /^[a-z][a-z0-9./-]{1,80}$/
const OBJECT = /^[A-Za-z][\w.-]{0,80}\/[\w.:-]{1,253}$/
const EVENT_NAME = /^[\w.:-]{1,253}\.[0-9a-f]{14,18}$/

/**
 * Reads an event from its line alone, with or without the table around it.
 *
 * - `kubectl describe`: `Warning  Unhealthy  4m (x9 over 1d)  kubelet, node1  message`
 * - `kubectl get events` and `kubectl events`, `-A` and `-o wide` too: `4m  Warning  Unhealthy  pod/web-0  message`
 * - before Kubernetes 1.8: `1d  4m  9  kubelet, node1  spec.containers{web}  Warning  Unhealthy  message`
 */
export function readEventLine(line: string): EventLine | undefined {
  const text = line.slice(0, LINE_MAX).trimEnd()
  const words = splitWords(text, 24)
  const typeAt = words.findIndex((word) => word.text === 'Normal' || word.text === 'Warning')
  if (typeAt === 0) return readDescribed(text, words)
  if (typeAt >= 4 && isCount(words[2])) return readFirstLastCount(text, words, typeAt)
  return typeAt > 0 ? readListed(text, words, typeAt) : undefined
}

/** How often the line says that its event was seen, whatever surrounds it: `(x9 over 1d)` is 9. */
export function readRepeats(line: string): number | undefined {
  const repeats = /\(x(\d{1,9}) over [\dydhms.]{2,20}\)/.exec(line.slice(0, LINE_MAX))?.[1]
  return repeats === undefined ? undefined : Number(repeats)
}

function readDescribed(text: string, words: readonly Word[]): EventLine | undefined {
  const seen = readSeen(words, 2)
  if (!seen || !CAMEL_CASE.test(wordAt(words, 1))) return undefined
  const source = readSource(text, words, seen.next)
  return event(words, 0, { ...seen, ...source, message: messageFrom(text, words, source.next) })
}

function readListed(text: string, words: readonly Word[], typeAt: number): EventLine | undefined {
  const object = wordAt(words, typeAt + 2)
  const seen = readSeen(words, isAge(wordAt(words, 0)) ? 0 : 1)
  if (seen?.next !== typeAt) return undefined
  if (!OBJECT.test(object) && !(CAMEL_CASE.test(object) && endsColumn(text, words, typeAt + 2))) return undefined
  const wide = readWideEnd(text)
  if (!wide) return event(words, typeAt, { ...seen, object, message: messageFrom(text, words, typeAt + 3) })
  const source = readSource(text, words, typeAt + (isSubobject(wordAt(words, typeAt + 3)) ? 4 : 3))
  const message = messageFrom(text.slice(0, wide.start), words, source.next)
  return event(words, typeAt, { ...seen, ...source, ...wide, object, message })
}

/** Either age may come first (describe: the first seen; get: the last seen, and in Kubernetes 1.3 the other way round). */
function readFirstLastCount(text: string, words: readonly Word[], typeAt: number): EventLine | undefined {
  const ages = [parseDurationSeconds(wordAt(words, 0)), parseDurationSeconds(wordAt(words, 1))]
  const [one, other] = ages
  if (one === undefined || other === undefined) return undefined
  const seen = {
    count: Number(wordAt(words, 2)),
    lastSeenSeconds: Math.min(one, other),
    overSeconds: Math.max(one, other),
  }
  if (typeAt > 4 && CAMEL_CASE.test(wordAt(words, 4))) {
    const name = wordAt(words, 3)
    const object = `${wordAt(words, 4).toLowerCase()}/${EVENT_NAME.test(name) ? name.slice(0, name.lastIndexOf('.')) : name}`
    const source = readSource(text, words, typeAt + 2)
    return event(words, typeAt, { ...seen, ...source, object, message: messageFrom(text, words, source.next) })
  }
  const source = readSource(text, words.slice(0, typeAt + 1), 3)
  return event(words, typeAt, { ...seen, ...source, message: messageFrom(text, words, typeAt + 2) })
}

function event(
  words: readonly Word[],
  typeAt: number,
  said: { message: string; count: number } & Partial<EventLine>,
): EventLine | undefined {
  const reason = wordAt(words, typeAt + 1)
  if (!/^[A-Za-z][\w.-]{0,80}$/.test(reason)) return undefined
  return {
    eventType: wordAt(words, typeAt) === 'Warning' ? 'Warning' : 'Normal',
    reason,
    message: said.message,
    count: said.count,
    lastSeenSeconds: said.lastSeenSeconds,
    overSeconds: said.count > 1 ? said.overSeconds : undefined,
    source: said.source,
    node: said.node ?? nodeOf(said.object, said.message),
    object: said.object,
  }
}

function nodeOf(object: string | undefined, message: string): string | undefined {
  if (object?.toLowerCase().startsWith('node/')) return object.slice(5)
  return /^Node ([\w.-]{1,253}) status is now: /.exec(message)?.[1]
}

/** `4m`, or `4m (x9 over 1d)`. */
function readSeen(words: readonly Word[], at: number) {
  const age = wordAt(words, at)
  if (!isAge(age)) return undefined
  const times = /^\(x(\d{1,9})$/.exec(wordAt(words, at + 1))
  const over = wordAt(words, at + 3)
  const repeated = times && wordAt(words, at + 2) === 'over' && over.endsWith(')')
  return {
    lastSeenSeconds: parseDurationSeconds(age),
    count: repeated ? Number(times[1]) : 1,
    overSeconds: repeated ? parseDurationSeconds(over.slice(0, -1)) : undefined,
    next: repeated ? at + 4 : at + 1,
  }
}

/** `kubelet, node1`, `{kubelet node1}` (Kubernetes 1.2), or a component that fills its column; an empty column leaves the message where it is. */
function readSource(text: string, words: readonly Word[], at: number) {
  const word = wordAt(words, at)
  const component = word.replace(/^\{/, '').replace(/[,}]$/, '')
  if (!COMPONENT.test(component)) return { next: at }
  const host = wordAt(words, at + 1).replace(/\}$/, '')
  if ((word.endsWith(',') || (word.startsWith('{') && !word.endsWith('}'))) && host)
    return { source: component, node: host, next: at + 2 }
  if (endsColumn(text, words, at) || component === 'kubelet') return { source: component, next: at + 1 }
  return { next: at }
}

/** The columns FIRST SEEN, COUNT and NAME that `-o wide` puts behind the message. */
function readWideEnd(text: string): { start: number; count: number; overSeconds: number } | undefined {
  const end = text.slice(-400)
  const words = splitWords(end, 400).slice(-3)
  const overSeconds = parseDurationSeconds(wordAt(words, 0))
  if (overSeconds === undefined || !isCount(words[1]) || !EVENT_NAME.test(wordAt(words, 2))) return undefined
  return { start: text.length - end.length + (words[0]?.start ?? 0), count: Number(wordAt(words, 1)), overSeconds }
}

function messageFrom(text: string, words: readonly Word[], at: number): string {
  const start = words[at]?.start
  return start === undefined ? '' : text.slice(start, start + MESSAGE_MAX).trimEnd()
}

function isAge(word: string): boolean {
  return word === '<unknown>' || word === '<invalid>' || parseDurationSeconds(word) !== undefined
}

function isCount(word: Word | undefined): boolean {
  return /^\d{1,9}$/.test(word?.text ?? '')
}

function isSubobject(word: string): boolean {
  return word.startsWith('spec.') && word.endsWith('}')
}

function wordAt(words: readonly Word[], at: number): string {
  return words[at]?.text ?? ''
}
