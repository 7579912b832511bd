import { buildMatcher, type Library, type Matcher } from '../matching/matcher.ts'
import type { Case } from '../model/case.ts'
import type { CaseText } from '../model/draft.ts'
import { SECTIONS, type Section, type SectionProblem } from '../model/draft-sections.ts'
import type { Problem } from '../model/problem.ts'
import { type ProofFile, proofFile } from './proof-file.ts'
import { type Failure, prove } from './prove.ts'
import { readCase } from './read-case.ts'
import { readYaml } from './yaml-text.ts'

export interface CheckedDraft {
  /** Undefined while it has mistakes. */
  readonly case: Case | undefined
  readonly problems: readonly SectionProblem[]
  /** The case of the library that it would take the place of. */
  readonly replaces: Case | undefined
  /** Cases that share a signature with it. */
  readonly siblings: readonly Case[]
  /** Cases that say much the same in words, most alike first. */
  readonly alike: readonly Case[]
}

/** Holds a draft to the rules of `casebook check`: the case alone, then its proof against the library with this case in it. */
export function checkDraft(text: CaseText, library: Library): CheckedDraft {
  const read = readCase(`knowledge/${text.area || '-'}/${text.name || '-'}.yml`, text.case || NOTHING, library.kinds)
  const proof = readYaml('proof', text.proof || NOTHING, proofFile)
  const problems = [
    ...nameProblems(text, library.cases),
    ...read.problems.map((problem) => toSection(problem, text.case)).filter(({ section }) => section !== 'name'),
    ...proof.problems.map((problem) => toSection(problem, text.proof)),
  ]
  const replaces = library.cases.find(({ id }) => id === text.name)
  if (!read.case) return { case: undefined, problems, replaces, siblings: [], alike: [] }
  const subject = read.case
  const others = library.cases.filter(({ id }) => id !== subject.id)
  const matcher = buildMatcher({ ...library, cases: [...others, subject] })
  const near = { replaces, siblings: siblingsOf(subject, others), alike: alikeOf(subject, matcher) }
  if (!proof.value) return { case: undefined, problems, ...near }
  problems.push(...proofProblems(subject, proof.value, matcher, others, library))
  return { case: problems.length === 0 ? subject : undefined, problems, ...near }
}

/** The proof holds beside all other cases and, since it is exported without them, alone. */
function proofProblems(
  subject: Case,
  proof: ProofFile,
  matcher: Matcher,
  others: readonly Case[],
  library: Library,
): SectionProblem[] {
  const { kinds } = library
  const known = new Set([...others, subject].map(({ id }) => id))
  const failures = prove(subject, proof, { matcher, kinds, known })
  if (failures.length > 0) return failures.map((it) => ofProof(it, ''))
  const alone = { matcher: buildMatcher({ ...library, cases: [subject] }), kinds, known: new Set([subject.id]) }
  return prove(subject, proof, alone).map((it) => ofProof(it, 'without the other cases: '))
}

function ofProof({ path, message }: Failure, where: string): SectionProblem {
  return { section: sectionOf(String(path[0])), message: `${where}${message}` }
}

/** So that each part of an empty text is missed, not only a text. */
const NOTHING = '{}'

function siblingsOf(subject: Case, others: readonly Case[]): Case[] {
  const own = new Set(subject.signatures.map(({ template }) => template.source.toLowerCase()))
  return others.filter(({ signatures }) => signatures.some(({ template }) => own.has(template.source.toLowerCase())))
}

/** Found by the words of this case at least half as well as the case itself. */
function alikeOf(subject: Case, matcher: Matcher): Case[] {
  const words = [subject.title.en, subject.title.zh, ...subject.descriptions.flatMap(({ en, zh }) => [en, zh])]
  const hits = matcher.search(words.join('\n').slice(0, MAX_WORDS))
  const own = hits.find((hit) => hit.case.id === subject.id)?.score ?? Number.POSITIVE_INFINITY
  return hits.filter((hit) => hit.case.id !== subject.id && hit.score * 2 >= own).map((hit) => hit.case)
}

const MAX_WORDS = 4000

function nameProblems({ area, name }: CaseText, cases: readonly Case[]): SectionProblem[] {
  if (area === '' || name === '')
    return [{ section: 'name', message: 'needs a folder and a name, like storage/inode-exhausted' }]
  const other = cases.find((it) => it.id === name && it.area !== area)
  if (other) return [{ section: 'name', message: `the name is taken by ${other.area}/${other.id}` }]
  const elder = cases.find((it) => it.id !== name && it.aliases.includes(name))
  return elder ? [{ section: 'name', message: `is an earlier name of ${elder.area}/${elder.id}` }] : []
}

/** The section that a mistake of a file is in: the message names its field, or it stands on a line below its key. */
function toSection({ line, message }: Problem, yaml: string): SectionProblem {
  const [, key, language] = /^`([a-z_]{1,20})(?:\.(en|zh))?[.`]/.exec(message) ?? []
  if (key !== undefined) return { section: sectionOf(key, language ?? languageAt(yaml, line)), message }
  return { section: sectionOf(keyAt(yaml, line), languageAt(yaml, line)), message }
}

function keyAt(yaml: string, line: number): string {
  const above = yaml.split('\n').slice(0, line).reverse()
  for (const it of above) {
    const key = /^([a-z_]{1,20}):/.exec(it)?.[1]
    if (key !== undefined) return key
  }
  return ''
}

function languageAt(yaml: string, line: number): string {
  return /^\s*zh:/.test(yaml.split('\n')[line - 1] ?? '') ? 'zh' : 'en'
}

function sectionOf(key: string, language = 'en'): Section {
  if (key === 'symptoms') return 'signatures'
  const named = [key, `${key}_${language}`].find((it): it is Section => SECTIONS.some((section) => section === it))
  return named ?? 'name'
}
