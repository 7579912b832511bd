import type { Case, Language } from '../../model/case.ts'
import type { Standing } from '../../model/feedback.ts'
import { accessibleText } from './accessible-text.ts'
import { backgroundParts, caseFooter, fixPart, symptomParts } from './case-parts.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { BRIEF, type Extent } from './extent.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { wholeStandingLines } from './standing.ts'
import { WORDING } from './wording.ts'

/** All steps, shorter prose than in a view: a message has 9,000 characters. */
const SHOWN: Extent = { ...BRIEF, steps: 20 }

/** One case whole, as `/casebook show` answers. */
export function caseMessage(subject: Case, language: Language, standing?: Standing): SlackMessage[] {
  const wording = WORDING[language]
  const reading = { language, wording, extent: SHOWN, captures: {} }
  const title = cleanLine(subject.title[language], 150)
  const [cause, ...background] = backgroundParts(subject, reading, 2)
  const letter = {
    title,
    parts: [
      ...(cause ? [cause] : []),
      fixPart(subject, reading, 1),
      ...background,
      ...symptomParts(subject, reading, 6),
    ],
    buttons: [],
    footer: caseFooter(subject, standing, language),
    text: accessibleText([
      [mrkdwn(title)],
      [mrkdwn(cleanLine(subject.cause[language], 600))],
      wholeStandingLines(standing, language).map(mrkdwn),
    ]),
  }
  return ladder(letter, wording)
}
