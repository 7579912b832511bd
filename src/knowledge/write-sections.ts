import { stringify } from 'yaml'
import { z } from 'zod'
import type { CaseText } from '../model/draft.ts'
import type { Section, SectionProblem, Sections } from '../model/draft-sections.ts'
import { readYaml } from './yaml-text.ts'

/** A case and its proof that hold nothing yet. */
export const EMPTY_TEXT: CaseText = { area: '', name: '', case: '', proof: '' }

export interface WrittenSections {
  readonly text: CaseText
  /** What cannot be written, since it is not what its section holds. Then nothing is. */
  readonly problems: readonly SectionProblem[]
}

/** The sections of a case as a person edits them: lines where lines do, else YAML. */
export function readSections(text: CaseText): Sections {
  const [subject, proof] = [fieldsOf(text.case), fieldsOf(text.proof)]
  const symptoms = listOf(subject.symptoms)
  const described = fieldOf(symptoms.find((it) => 'described' in it)?.described)
  const shown: Record<Section, string> = {
    name: [text.area, text.name].filter((it) => it !== '').join('/'),
    ...bilingual('title', subject),
    applies_to: listOf(subject.applies_to).map(writtenVersions).join('\n'),
    signatures: symptoms
      .filter((it) => 'signature' in it)
      .map(writtenSignature)
      .join('\n'),
    described_en: textOf(described.en),
    described_zh: textOf(described.zh),
    evidence: writtenYaml(subject.evidence),
    ...bilingual('cause', subject),
    fix: writtenYaml(subject.fix),
    ...bilingual('prevention', subject),
    red_herrings: writtenYaml(subject.red_herrings),
    inseparable: writtenYaml(subject.inseparable),
    references: writtenYaml(subject.references),
    matches: writtenPastes(proof.matches),
    near_misses: writtenPastes(proof.near_misses),
    confirmed_by: writtenYaml(proof.confirmed_by),
    ruled_out_by: writtenYaml(proof.ruled_out_by),
  }
  return Object.fromEntries(Object.entries(shown).filter(([, it]) => it !== ''))
}

/** Puts sections that a person changed into a case; an empty one is taken out. What is not named stays character by character when nothing else changes. */
export function writeSections(base: CaseText, changed: Sections): WrittenSections {
  const problems: SectionProblem[] = []
  const draft: Writing = { subject: fieldsOf(base.case), proof: fieldsOf(base.proof), area: base.area, name: base.name }
  for (const [section, typed] of Object.entries(changed) as [Section, string][]) {
    const problem = WRITERS[section](draft, typed.trim())
    if (problem !== undefined) problems.push({ section, message: problem })
  }
  if (problems.length > 0) return { text: base, problems }
  const proofSections = ['matches', 'near_misses', 'confirmed_by', 'ruled_out_by', 'name']
  const names = Object.keys(changed)
  const text = {
    area: draft.area,
    name: draft.name,
    case: names.every((it) => proofSections.includes(it)) ? base.case : writtenFile(draft.subject, CASE_ORDER),
    proof: names.some((it) => it !== 'name' && proofSections.includes(it))
      ? writtenFile(draft.proof, PROOF_ORDER)
      : base.proof,
  }
  return { text, problems }
}

/** The same case, read by a person on this day (an ISO date). */
export function withReviewed(text: CaseText, date: string): CaseText {
  return { ...text, case: writtenFile({ ...fieldsOf(text.case), reviewed: date }, CASE_ORDER) }
}

type Fields = Record<string, unknown>

interface Writing {
  readonly subject: Fields
  readonly proof: Fields
  area: string
  name: string
}

/** Changes what it writes into; gives what is wrong instead. */
type Writer = (draft: Writing, typed: string) => string | undefined

const CASE_ORDER = [
  'title',
  'aliases',
  'applies_to',
  'symptoms',
  'evidence',
  'cause',
  'fix',
  'prevention',
  'red_herrings',
  'inseparable',
  'references',
  'reviewed',
]
const PROOF_ORDER = ['matches', 'near_misses', 'confirmed_by', 'ruled_out_by']

const WRITERS: Readonly<Record<Section, Writer>> = {
  name: writeName,
  title_en: inLanguage('title', 'en'),
  title_zh: inLanguage('title', 'zh'),
  applies_to: ({ subject }, typed) => put(subject, 'applies_to', linesOf(typed).map(readVersions)),
  signatures: ({ subject }, typed) =>
    put(subject, 'symptoms', [
      ...linesOf(typed).map(readSignature),
      ...listOf(subject.symptoms).filter((it) => !('signature' in it)),
    ]),
  described_en: describedIn('en'),
  described_zh: describedIn('zh'),
  evidence: asYaml('subject', 'evidence'),
  cause_en: inLanguage('cause', 'en'),
  cause_zh: inLanguage('cause', 'zh'),
  fix: asYaml('subject', 'fix'),
  prevention_en: inLanguage('prevention', 'en'),
  prevention_zh: inLanguage('prevention', 'zh'),
  red_herrings: asYaml('subject', 'red_herrings'),
  inseparable: asYaml('subject', 'inseparable'),
  references: asYaml('subject', 'references'),
  matches: asPastes('matches'),
  near_misses: asPastes('near_misses'),
  confirmed_by: asYaml('proof', 'confirmed_by'),
  ruled_out_by: asYaml('proof', 'ruled_out_by'),
}

function writeName(draft: Writing, typed: string): string | undefined {
  const [, area = '', name = ''] = /^(?:([a-z0-9-]{1,40})\/)?([a-z0-9]+(?:-[a-z0-9]+){0,20})$/.exec(typed) ?? []
  if (typed !== '' && (name === '' || name.length > 80))
    return 'expected a folder and a name in small letters, like storage/inode-exhausted'
  draft.area = area
  draft.name = name
  return undefined
}

function inLanguage(key: string, language: 'en' | 'zh'): Writer {
  return ({ subject }, typed) => put(subject, key, withText(fieldOf(subject[key]), language, typed))
}

/** Of several descriptions the first is edited. */
function describedIn(language: 'en' | 'zh'): Writer {
  return ({ subject }, typed) => {
    const symptoms = listOf(subject.symptoms)
    const at = symptoms.findIndex((it) => 'described' in it)
    const described = withText(fieldOf(symptoms[at]?.described), language, typed)
    const own = Object.keys(described).length > 0 ? [{ described }] : []
    const next = at < 0 ? [...symptoms, ...own] : symptoms.flatMap((it, i) => (i === at ? own : [it]))
    return put(subject, 'symptoms', next)
  }
}

function withText(texts: Fields, language: 'en' | 'zh', typed: string): Fields {
  const { en, zh }: Fields = { ...texts, [language]: typed }
  return { ...(textOf(en) !== '' && { en }), ...(textOf(zh) !== '' && { zh }) }
}

function asYaml(part: 'subject' | 'proof', key: string): Writer {
  return (draft, typed) => {
    const read = readYaml(key, typed, z.unknown())
    const [problem] = read.problems
    if (problem) return `line ${problem.line}: ${problem.message}`
    if (typed !== '' && !Array.isArray(read.value)) return 'expected a list in YAML: each entry begins with "- "'
    return put(draft[part], key, read.value ?? [])
  }
}

/** Pastes are pasted: YAML only where somebody says more than the text. */
function asPastes(key: string): Writer {
  const yaml = asYaml('proof', key)
  return (draft, typed) => {
    if (/^- {1,8}paste:/.test(typed)) return yaml(draft, typed)
    const pastes = typed.split(SEPARATOR).filter((it) => it.trim() !== '')
    return put(
      draft.proof,
      key,
      pastes.map((paste) => ({ paste })),
    )
  }
}

const SEPARATOR = /^---[ \t]*\n|\n---[ \t]*(?:\n|$)/

function put(fields: Fields, key: string, value: unknown): undefined {
  const isEmpty = Array.isArray(value) ? value.length === 0 : Object.keys(Object(value)).length === 0
  if (isEmpty) delete fields[key]
  else fields[key] = value
  return undefined
}

function readVersions(line: string): Fields {
  const [component = '', ...versions] = line.split(/\s+/)
  return { component, ...(versions.length > 0 && { versions: versions.join(' ') }) }
}

function writtenVersions({ component, versions }: Fields): string {
  return `${textOf(component)} ${textOf(versions)}`.trim()
}

function readSignature(line: string): Fields {
  const [, strength, rest] = /^(decisive|strong|weak):\s+(\S.*)$/.exec(line) ?? []
  return { signature: rest ?? line, strength: strength ?? 'strong' }
}

function writtenSignature({ signature, strength }: Fields): string {
  return `${textOf(strength) || 'strong'}: ${textOf(signature)}`
}

function writtenPastes(value: unknown): string {
  const pastes = listOf(value)
  const isPlain = pastes.every((it) => Object.keys(it).length === 1 && isSeparable(textOf(it.paste)))
  return isPlain ? pastes.map(({ paste }) => textOf(paste)).join('\n---\n') : writtenYaml(value)
}

/** Whether the paste comes back whole when it stands between separators. */
function isSeparable(paste: string): boolean {
  return paste.trim() !== '' && paste === paste.trim() && !/^---|^- {1,8}paste:/m.test(paste)
}

function bilingual<Key extends 'title' | 'cause' | 'prevention'>(key: Key, subject: Fields) {
  const { en, zh } = fieldOf(subject[key])
  return { [`${key}_en`]: textOf(en), [`${key}_zh`]: textOf(zh) } as Record<`${Key}_en` | `${Key}_zh`, string>
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '')
}

function writtenYaml(value: unknown): string {
  return value === undefined || value === null ? '' : stringify(value, { lineWidth: LINE_WIDTH }).trimEnd()
}

const LINE_WIDTH = 110

function writtenFile(fields: Fields, order: readonly string[]): string {
  const keys = [...order.filter((key) => key in fields), ...Object.keys(fields).filter((key) => !order.includes(key))]
  if (keys.length === 0) return ''
  return stringify(Object.fromEntries(keys.map((key) => [key, fields[key]])), { lineWidth: LINE_WIDTH })
}

function fieldsOf(yaml: string): Fields {
  return { ...fieldOf(readYaml('draft', yaml, z.unknown()).value) }
}

function fieldOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldOf) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
