import { stringify } from 'yaml'
import { cleanPaste } from '../matching/clean.ts'
import { generalise } from '../matching/generalise.ts'
import type { CaseText } from '../model/draft.ts'
import type { Fact, FactKind, FieldValue } from '../model/fact.ts'

/** What a thread says of a failure that no case describes yet. Secrets are out of it. */
export interface Thread {
  /** Messages of people and bots, oldest first, without ours. */
  readonly messages: readonly string[]
  /** The message that people marked as the solution. */
  readonly solution: string | undefined
  /** What was pasted or measured. */
  readonly facts: readonly Fact[]
}

/**
 * What can be taken from a thread without guessing: its error lines as signatures, its facts as evidence and as a row of
 * the proof, the solution as the text of the fix. What a person has to know is left out: what rules the case out, how
 * risky the fix is, where it is documented.
 */
export function suggestDraft({ messages, solution, facts }: Thread, kinds: ReadonlyMap<string, FactKind>): CaseText {
  const talk = messages.filter((it) => it !== solution)
  const errors = errorsIn(talk)
  const telling = tellingFacts(facts, kinds)
  const subject = {
    ...(errors.length > 0 && { symptoms: errors.map(({ template }) => ({ signature: template, strength: 'strong' })) }),
    ...(telling.length > 0 && { evidence: telling.map(({ fact, field }) => evidenceOf(fact, field)) }),
    ...(solution !== undefined && { fix: [{ do: inItsLanguage(cut(cleaned(solution), MAX_FIX)) }] }),
  }
  const paste = errors.map(({ line }) => line).join('\n')
  const proof = {
    ...(paste !== '' && { matches: [{ paste }] }),
    ...(telling.length > 0 && { confirmed_by: telling.map(({ fact }) => ({ fact: fact.kind, with: fact.fields })) }),
  }
  return { area: '', name: '', case: written(subject), proof: written(proof) }
}

const MAX_SIGNATURES = 5
const MAX_LINES_READ = 1000
const MAX_LINE = 500
const MAX_FIX = 1500
const MAX_EVIDENCE = 3
/** A longer value is a name of one day, not what a case is told by. */
const MAX_VALUE = 60

interface ErrorLine {
  readonly line: string
  readonly template: string
}

/** Lines that say of themselves that they are errors; else the first that says anything. */
function errorsIn(messages: readonly string[]): ErrorLine[] {
  const lines = messages.flatMap((it) => cleanPaste(it).lines).slice(0, MAX_LINES_READ)
  const telling = distinct(lines.filter((it) => TELLING.test(it)))
  return telling.length > 0 ? telling : distinct(lines).slice(0, 1)
}

const TELLING =
  /error|fail|denied|refused|timed? ?out|cannot|can't|unable|panic|fatal|no such|invalid|exceeded|limit|错误|失败|无法|超时/i

function distinct(lines: readonly string[]): ErrorLine[] {
  const found = new Map<string, ErrorLine>()
  for (const text of lines) {
    const line = text.trim().slice(0, MAX_LINE)
    const template = generalise(line)
    if (template !== undefined && !found.has(template)) found.set(template, { line, template })
    if (found.size === MAX_SIGNATURES) break
  }
  return [...found.values()]
}

interface Telling {
  readonly fact: Fact
  readonly field: string
}

/** One row of a kind, measured ones first: the row with the highest share, else the first that has a field to tell by. */
function tellingFacts(facts: readonly Fact[], kinds: ReadonlyMap<string, FactKind>): Telling[] {
  const best = new Map<string, Telling & { readonly weight: number }>()
  for (const fact of facts) {
    const field = kinds.has(fact.kind) ? tellingField(fact) : undefined
    if (field === undefined) continue
    const weight = shareOf(fact.fields[field], field) + (fact.origin.from === 'node' ? 1000 : 0)
    const known = best.get(fact.kind)
    if (!known || weight > known.weight) best.set(fact.kind, { fact, field, weight })
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight).slice(0, MAX_EVIDENCE)
}

function tellingField({ fields }: Fact): string | undefined {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && String(value).length <= MAX_VALUE)
  const shares = known.filter(([field, value]) => field.endsWith('Percent') && typeof value === 'number')
  const [highest] = shares.sort(([, a], [, b]) => Number(b) - Number(a))
  const others = known.filter(([, value]) => typeof value !== 'boolean')
  return (highest ?? others[0])?.[0]
}

function shareOf(value: FieldValue | undefined, field: string): number {
  return field.endsWith('Percent') && typeof value === 'number' ? value : 0
}

function evidenceOf({ kind, fields }: Fact, field: string) {
  const value = fields[field]
  const confirms = typeof value === 'number' ? `${field} >= ${value}` : `${field} == ${JSON.stringify(String(value))}`
  return { fact: kind, confirms, says: { en: `${field}: {${field}}`, zh: `${field}:{${field}}` } }
}

function inItsLanguage(text: string): { readonly en: string } | { readonly zh: string } {
  return /\p{Script=Han}{2}/u.test(text) ? { zh: text } : { en: text }
}

function cleaned(text: string): string {
  return cleanPaste(text).lines.join('\n').trim()
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max).replace(/\p{Surrogate}$/u, '')}…` : text
}

function written(fields: object): string {
  return Object.keys(fields).length === 0 ? '' : stringify(fields, { lineWidth: 110 })
}
