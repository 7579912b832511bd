import type { Casebook } from './casebook.ts'
import { type CheckedDraft, checkDraft } from './knowledge/check-draft.ts'
import { digestOf } from './knowledge/load-library.ts'
import { readCase } from './knowledge/read-case.ts'
import { suggestDraft, type Thread } from './knowledge/suggest-draft.ts'
import {
  EMPTY_TEXT,
  readSections,
  type WrittenSections,
  withReviewed,
  writeSections,
} from './knowledge/write-sections.ts'
import { buildMatcher } from './matching/matcher.ts'
import type { CaseText, Live } from './model/draft.ts'
import type { Sections } from './model/draft-sections.ts'
import type { Problem } from './model/problem.ts'

/** A casebook whose library changes while it answers: each of its fields is of the library as it is now. */
export interface LiveCasebook extends Casebook {
  /**
   * Has these published cases answer beside those of the files, in the place of all that it was given before: at once
   * and whole, so that a match sees one library. What the file of the same id is now decides who wins: see `isFresh`.
   */
  readonly publish: (published: readonly Live[]) => void
  readonly writing: Writing
  /** The fingerprint of the file with this id, which a published case takes the place of. */
  readonly fileFingerprint: (name: string) => string | undefined
}

/** What a form for cases needs. */
export interface Writing {
  readonly empty: CaseText
  readonly check: (text: CaseText) => CheckedDraft
  readonly suggest: (thread: Thread) => CaseText
  readonly sectionsOf: (text: CaseText) => Sections
  readonly write: (base: CaseText, changed: Sections) => WrittenSections
  readonly withReviewed: (text: CaseText, date: string) => CaseText
}

type State = Pick<Casebook, 'cases' | 'problems' | 'matcher' | 'revision' | 'fingerprints'>

export function openLiveCasebook(files: Casebook): LiveCasebook {
  let now: State = files
  return {
    kinds: files.kinds,
    parsers: files.parsers,
    redact: files.redact,
    generalise: files.generalise,
    get cases() {
      return now.cases
    },
    get problems() {
      return now.problems
    },
    get matcher() {
      return now.matcher
    },
    get revision() {
      return now.revision
    },
    get fingerprints() {
      return now.fingerprints
    },
    publish(published) {
      const fresh = published.filter((live) => isFresh(live, files))
      now = fresh.length === 0 ? files : together(files, fresh)
    },
    writing: {
      empty: EMPTY_TEXT,
      check: (text) => checkDraft(text, { cases: now.cases, kinds: files.kinds, parsers: files.parsers }),
      suggest: (thread) => suggestDraft(thread, files.kinds),
      sectionsOf: readSections,
      write: writeSections,
      withReviewed,
    },
    fileFingerprint: (name) => files.fingerprints.get(name),
  }
}

/**
 * A file and a published case of one id: the published one answers while the file is the one that it was written to
 * replace. A file that came or changed since was reviewed later, and wins: an export that was merged is such a file.
 */
function isFresh({ text, replaces }: Live, files: Casebook): boolean {
  return files.fingerprints.get(text.name) === replaces
}

function together(files: Casebook, published: readonly Live[]): State {
  const problems: Problem[] = [...files.problems]
  const added = published.flatMap(({ text }) => {
    const read = readCase(`published/${text.area}/${text.name}.yml`, text.case, files.kinds)
    problems.push(...read.problems)
    return read.case ? [{ case: read.case, fingerprint: digestOf(text.case) }] : []
  })
  const ids = new Set(added.map((it) => it.case.id))
  const cases = [...files.cases.filter(({ id }) => !ids.has(id)), ...added.map((it) => it.case)]
  const fingerprints = new Map([...files.fingerprints, ...added.map((it) => [it.case.id, it.fingerprint] as const)])
  return {
    cases,
    problems,
    fingerprints,
    revision: digestOf([files.revision, ...added.map((it) => it.fingerprint)].join('\0')),
    matcher: buildMatcher({ cases, kinds: files.kinds, parsers: files.parsers }),
  }
}
