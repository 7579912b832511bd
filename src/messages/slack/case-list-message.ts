import type { Case, Language } from '../../model/case.ts'
import type { Standings } from '../../model/feedback.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { bold, code, type Entry, line, part, plain } from './part.ts'
import { doubtfulMark } from './standing.ts'
import { WORDING } from './wording.ts'

/** What `/casebook list` and `/casebook search` answer: a line for each case, best first, with a mark on those that are often wrong. */
export function caseListMessage(cases: readonly Case[], language: Language, standings: Standings): SlackMessage[] {
  const wording = WORDING[language]
  const title = cleanLine(cases.length === 0 ? wording.noCases : wording.cases(cases.length), 150)
  const markOf = ({ id }: Case): string => doubtfulMark(standings.get(id), language)
  const entries = cases.map((it): Entry => {
    const mark = markOf(it)
    return [
      line('• ', code(it.id, 100), ' ', plain(it.title[language], 160), ...(mark === '' ? [] : [' ', bold(mark)])),
    ]
  })
  const read = cases.map((it) => [mrkdwn(cleanLine(`${it.id}: ${it.title[language]} ${markOf(it)}`.trim(), 200))])
  const letter = {
    title,
    parts: [part(1, undefined, entries)],
    buttons: [],
    footer: [],
    text: accessibleText([[mrkdwn(title)], ...read]),
  }
  return ladder(letter, wording)
}
