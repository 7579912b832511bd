import type { Case, FixStep, Language } from '../model/case.ts'
import type { Captures } from '../model/template.ts'
import { filledCommand } from './command.ts'
import { type Page, page, type Reader } from './page.ts'
import { PHRASES, type Phrases } from './phrases.ts'

/** A whole case for a terminal, as `casebook show` prints it. */
export function caseText(subject: Case, reader: Reader): string {
  const sheet = page(reader)
  const phrases = PHRASES[reader.language]
  sheet.paragraph(sheet.paint.bold(subject.title[reader.language]))
  sheet.paragraph(
    sheet.paint.dim(
      `${subject.area}/${subject.id}, ${subject.appliesTo.map((it) => `${it.component} ${it.versions}`).join(', ')}, ${subject.reviewed}`,
    ),
  )
  sheet.heading(phrases.symptoms)
  for (const { template, strength } of subject.signatures)
    sheet.item('-', `${template.source} (${phrases.strength[strength]})`)
  for (const description of subject.descriptions) sheet.item('-', description[reader.language])
  sheet.heading(phrases.evidence)
  for (const it of subject.evidence) {
    sheet.item(
      '-',
      `${it.fact}: ${it.every ? `${phrases.every} ` : ''}${it.condition.source} → ${phrases.effect[it.effect]}`,
    )
  }
  caseSections(sheet, subject, phrases, reader.language, {})
  return sheet.text()
}

/** Cause, fix, prevention, red herrings and sources: what stands in an answer too. */
export function caseSections(
  sheet: Page,
  subject: Case,
  phrases: Phrases,
  language: Language,
  captures: Captures,
): void {
  sheet.heading(phrases.cause).paragraph(subject.cause[language])
  sheet.heading(phrases.fix)
  subject.fix.forEach((step, i) => {
    fixStep(sheet, step, i + 1, phrases, language, captures)
  })
  sheet.heading(phrases.prevention).paragraph(subject.prevention[language])
  if (subject.redHerrings.length > 0) sheet.heading(phrases.redHerrings)
  for (const herring of subject.redHerrings) sheet.item('-', `${herring.line}: ${herring.says[language]}`)
  sheet.heading(phrases.sources)
  for (const reference of subject.references) sheet.item('-', `${reference.url} (${reference.says})`)
}

function fixStep(
  sheet: Page,
  step: FixStep,
  number: number,
  phrases: Phrases,
  language: Language,
  captures: Captures,
): void {
  const risk =
    step.risk === 'safe' ? sheet.paint.green : step.risk === 'disruptive' ? sheet.paint.yellow : sheet.paint.red
  sheet.item(`${number}.`, `${step.do[language]} [${risk(phrases.risk[step.risk])}]`)
  if (step.before) sheet.item(`   ${phrases.before}`, step.before[language])
  if (step.run) sheet.command(filledCommand(step.run, captures))
}
