import type { Language } from '../../model/case.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { WORDING } from './wording.ts'

/** One sentence about what was done, for the person who did it. */
export function noteMessage(sentence: string, language: Language): SlackMessage[] {
  const title = cleanLine(sentence, 150)
  const text = accessibleText([[mrkdwn(cleanLine(sentence, 600))]])
  return ladder({ title, parts: [], buttons: [], footer: [], text }, WORDING[language])
}
