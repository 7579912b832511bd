import type { Case, FixStep, Language } from '../../model/case.ts'
import type { Standing } from '../../model/feedback.ts'
import type { Captures } from '../../model/template.ts'
import { commandElement } from './command-element.ts'
import type { CleanText } from './escape.ts'
import { cleanLine } from './escape.ts'
import type { Extent } from './extent.ts'
import { bold, code, type Element, type Entry, type Line, line, link, type Part, part, plain } from './part.ts'
import { wholeStandingLines } from './standing.ts'
import { WORDING, type Wording } from './wording.ts'

/** What a case is read with: who reads, how much, and what its signatures captured. */
export interface Reading {
  readonly language: Language
  readonly wording: Wording
  readonly extent: Extent
  readonly captures: Captures
  /** A command that stands above already and is not repeated. */
  readonly above?: string | undefined
}

/** The steps of the fix, each with its risk, what must be true first, and its command, in this order. */
export function fixPart(subject: Case, reading: Reading, priority: number): Part {
  const { wording, extent } = reading
  const entries = subject.fix.map((step, i) => stepEntry(step, i + 1, reading))
  return part(priority, line(bold(wording.fix)), entries, extent.steps)
}

/** Cause, prevention, what is not the cause, and sources. */
export function backgroundParts(subject: Case, { language, wording, extent }: Reading, priority: number): Part[] {
  const prose = (text: string): Entry[] => [[line(plain(text, extent.proseLength))]]
  const herrings = subject.redHerrings.map(
    (it): Entry => [line('• ', code(it.line), ': ', plain(it.says[language], extent.stepLength))],
  )
  const sources = subject.references.map((it): Entry => [line('• ', link(it.url), ' (', plain(it.says), ')')])
  return [
    part(priority, heading(wording.cause), prose(subject.cause[language])),
    part(priority + 1, heading(wording.redHerrings), herrings, MAX_LISTED),
    part(priority + 2, heading(wording.prevention), prose(subject.prevention[language])),
    part(priority + 3, heading(wording.sources), sources, MAX_LISTED),
  ]
}

/** How the case shows itself, and where. */
export function symptomParts(subject: Case, { language, wording, extent }: Reading, priority: number): Part[] {
  const signatures = subject.signatures.map(
    ({ template, strength }): Entry => [line('• ', code(template.source, 400), ` (${wording.strength[strength]})`)],
  )
  const told = subject.descriptions.map((it): Entry => [line('• ', plain(it[language], extent.stepLength))])
  const applies = subject.appliesTo.map((it): Entry => [line('• ', plain(`${it.component} ${it.versions}`, 200))])
  return [
    part(priority, heading(wording.symptoms), [...signatures, ...told], MAX_LISTED),
    part(priority + 1, heading(wording.appliesTo), applies, MAX_LISTED),
  ]
}

/** Under a message or view: which case, when a person last read it, and what came of it since. */
export function caseFooter(subject: Case, standing: Standing | undefined, language: Language): CleanText[] {
  return [
    cleanLine(`${subject.area}/${subject.id}`, 150),
    cleanLine(`${WORDING[language].reviewed} ${subject.reviewed}`, 60),
    ...wholeStandingLines(standing, language),
  ]
}

const MAX_LISTED = 40

function heading(text: string): Line {
  return line(bold(text))
}

function stepEntry(step: FixStep, number: number, { language, wording, extent, captures, above }: Reading): Entry {
  const risk = `(${wording.risk[step.risk]})`
  const mark = step.risk === 'safe' ? plain(risk) : bold(risk)
  const before = step.before ? [line(bold(wording.before), ' ', plain(step.before[language], extent.stepLength))] : []
  return [line(`${number}. `, plain(step.do[language], extent.stepLength), ' ', mark), ...before, ...command()]

  function command(): Element[] {
    if (step.run === undefined) return []
    if (step.run === above) return [line(wording.commandAbove)]
    return [commandElement(step.run, captures, extent.commandLength, wording)]
  }
}
