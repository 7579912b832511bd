import type { Case, Language } from '../../model/case.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { code, type Entry, line, part, plain } from './part.ts'
import { WORDING } from './wording.ts'

/** What `/casebook list` and `/casebook search` answer: a line for each case, best first. */
export function caseListMessage(cases: readonly Case[], language: Language): SlackMessage[] {
  const wording = WORDING[language]
  const title = cleanLine(cases.length === 0 ? wording.noCases : wording.cases(cases.length), 150)
  const entries = cases.map((it): Entry => [line('• ', code(it.id, 100), ' ', plain(it.title[language], 160))])
  const read = cases.map((it) => [mrkdwn(cleanLine(`${it.id}: ${it.title[language]}`, 200))])
  const letter = {
    title,
    parts: [part(1, undefined, entries)],
    buttons: [],
    footer: [],
    text: accessibleText([[mrkdwn(title)], ...read]),
  }
  return ladder(letter, wording)
}
