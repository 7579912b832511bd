import type { Language } from '../../model/case.ts'
import type { Mute } from '../../model/mute.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { MUTE_WORDING } from './mute-wording.ts'
import { code, type Entry, line, part, plain } from './part.ts'
import { mutedWords } from './quiet-parts.ts'
import { WORDING } from './wording.ts'

const MOST_LISTED = 50

/** That a case is muted from now on. */
export function mutedMessage(mute: Mute, language: Language): SlackMessage[] {
  const title = cleanLine(mute.caseId, 150)
  const says = mutedWords(mute, language)
  const letter = {
    title,
    parts: [part(1, undefined, [[line(plain(says))]])],
    buttons: [],
    footer: [],
    text: accessibleText([[mrkdwn(title), mrkdwn(cleanLine(says, 600))]]),
  }
  return ladder(letter, WORDING[language])
}

/** What is muted where a person asks, by whom and until when. */
export function mutesMessage(mutes: readonly Mute[], language: Language): SlackMessage[] {
  const words = MUTE_WORDING[language]
  const title = cleanLine(mutes.length === 0 ? words.nothing : words.list(mutes.length), 150)
  const entries = mutes.map((it): Entry => [line('• ', code(it.caseId, 100), ' ', plain(mutedWords(it, language)))])
  const read = mutes.map((it) => [mrkdwn(cleanLine(`${it.caseId}: ${mutedWords(it, language)}`, 400))])
  const letter = {
    title,
    parts: [part(1, undefined, entries, MOST_LISTED)],
    buttons: [],
    footer: mutes.length === 0 ? [cleanLine(words.usage, 150)] : [],
    text: accessibleText([[mrkdwn(title)], ...read]),
  }
  return ladder(letter, WORDING[language])
}
