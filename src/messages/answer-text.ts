import type { Answer, Match } from '../model/answer.ts'
import type { Language } from '../model/case.ts'
import type { Ask, Ground, Verdict } from '../model/verdict.ts'
import { caseSections } from './case-text.ts'
import { type Page, page, type Reader } from './page.ts'
import { PHRASES, type Phrases } from './phrases.ts'

const MAX_OTHERS = 5
const MAX_RULED_OUT = 6

/** An answer for a terminal: the case, why, why not its siblings, what to run to be sure, the fix. */
export function answerText(answer: Answer, reader: Reader): string {
  const sheet = page(reader)
  const phrases = PHRASES[reader.language]
  const [best] = answer.matches
  if (!best) return sheet.paragraph(phrases.none).text()
  headline(sheet, best, phrases, reader.language)
  why(sheet, best, phrases, reader.language)
  whyNot(sheet, answer.matches.slice(1), phrases, reader.language)
  if (answer.ask) ask(sheet, answer.ask, phrases)
  caseSections(sheet, best.case, phrases, reader.language, best.captures)
  others(sheet, answer.matches, phrases, reader.language)
  return sheet.text()
}

function headline(sheet: Page, match: Match, phrases: Phrases, language: Language): void {
  const state = match.verdict.state
  const verdict = state === 'undecided' ? '' : `, ${phrases.verdict[state]}`
  sheet.paragraph(`${sheet.paint.bold(match.case.title[language])}`)
  sheet.paragraph(sheet.paint.dim(`${match.case.id} (${phrases.confidence[match.confidence]}${verdict})`))
}

function why(sheet: Page, match: Match, phrases: Phrases, language: Language): void {
  sheet.heading(phrases.because)
  for (const line of match.evidence) sheet.item(lineNumber(line.line, phrases, language), line.text, { cut: true })
  for (const ground of match.verdict.because) sheet.item(mark(sheet, ground), ground.says[language])
  if (contradicts(match.verdict)) sheet.item(sheet.paint.yellow('!'), phrases.contradiction)
}

function whyNot(sheet: Page, matches: readonly Match[], phrases: Phrases, language: Language): void {
  const ruledOut = matches.filter((match) => match.verdict.state === 'ruled-out').slice(0, MAX_RULED_OUT)
  if (ruledOut.length === 0) return
  sheet.heading(phrases.notThese)
  for (const match of ruledOut) {
    const ground = match.verdict.because.find((it) => it.effect === 'rules-out')
    if (ground)
      sheet.item(
        sheet.paint.red('✗'),
        `${match.case.id}: ${ground.says[language]} (${origin(ground, phrases, language)})`,
      )
  }
}

function ask(sheet: Page, next: Ask, phrases: Phrases): void {
  sheet.heading(phrases.askTitle)
  sheet.command(next.command)
  for (const outcome of next.outcomes) {
    sheet.item(phrases.askUnit, `${outcome.when}: ${phrases.effect[outcome.effect]} ${outcome.case}`)
  }
}

/** Those that have at least a quarter of the best one's score: what only shares a few words is not possible, it is noise. */
function others(sheet: Page, [best, ...rest]: readonly Match[], phrases: Phrases, language: Language): void {
  const open = rest.filter((match) => match.verdict.state !== 'ruled-out' && match.score * 4 >= (best?.score ?? 0))
  if (open.length === 0) return
  sheet.heading(phrases.others)
  for (const { case: subject, confidence } of open.slice(0, MAX_OTHERS)) {
    sheet.item('-', `${subject.id}: ${subject.title[language]} (${phrases.confidence[confidence]})`)
  }
}

function mark(sheet: Page, ground: Ground): string {
  if (ground.effect === 'rules-out') return sheet.paint.red('✗')
  return ground.effect === 'confirms' ? sheet.paint.green('✓') : sheet.paint.yellow('~')
}

function contradicts(verdict: Verdict): boolean {
  const effects = new Set(verdict.because.map((ground) => ground.effect))
  return effects.has('confirms') && effects.has('rules-out')
}

function lineNumber(line: number, phrases: Phrases, language: Language): string {
  return language === 'zh' ? `${phrases.line} ${line} 行` : `${phrases.line} ${line}`
}

function origin(ground: Ground, phrases: Phrases, language: Language): string {
  const from = ground.fact.origin
  if (from.from === 'node') return `${from.probe} ${phrases.on} ${from.node}, ${from.at}`
  return lineNumber(from.lines.at(-1) ?? 0, phrases, language)
}
