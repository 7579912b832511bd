import type { Language } from '../../model/case.ts'
import type { UnansweredGroup } from '../../model/digest.ts'
import { accessibleText } from './accessible-text.ts'
import { unansweredEntries, writeButtons } from './digest-message.ts'
import { DIGEST_WORDING } from './digest-wording.ts'
import { DRAFT_WORDING } from './draft-wording.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { part } from './part.ts'
import { WORDING } from './wording.ts'

/** What `/casebook gaps` answers: what people asked and no case answers, each with a button that begins one. */
export function gapsMessage(groups: readonly UnansweredGroup[], language: Language): SlackMessage[] {
  const words = DRAFT_WORDING[language]
  const { times } = DIGEST_WORDING[language]
  const title = cleanLine(groups.length === 0 ? words.noGaps : words.gaps(groups.length), 150)
  const letter = {
    title,
    parts: [part(1, undefined, unansweredEntries(groups, language))],
    buttons: writeButtons(groups, language),
    footer: [],
    text: accessibleText([
      [mrkdwn(title)],
      ...groups.map((it) => [mrkdwn(cleanLine(`${times(it.count)} ${it.template}`, 300))]),
    ]),
  }
  return ladder(letter, WORDING[language])
}
