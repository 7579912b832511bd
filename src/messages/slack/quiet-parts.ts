import type { Language } from '../../model/case.ts'
import type { Mute } from '../../model/mute.ts'
import type { AnswerView, RecurredView } from './answer-view.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { writtenMoment, writtenPeriod } from './moment.ts'
import { line, link, type Part, part, plain } from './part.ts'
import { QUIET_WORDING } from './quiet-wording.ts'

/** Why others get no such answer: the case is muted, or each of them is counted here. */
export function quietPart({ muted, recurred, language }: Pick<AnswerView, 'muted' | 'recurred' | 'language'>): Part {
  const { newest } = QUIET_WORDING[language]
  const counted = recurred ? [plain(recurredWords(recurred, language))] : []
  const where = recurred?.newest === undefined ? [] : [` (${newest}: `, link(recurred.newest), ')']
  return part(1, undefined, [
    ...(muted ? [[line(plain(mutedWords(muted, language)))]] : []),
    ...(recurred ? [[line(...counted, ...where)]] : []),
  ])
}

/** The same, escaped, for what is read aloud. */
export function quietText({
  muted,
  recurred,
  language,
}: Pick<AnswerView, 'muted' | 'recurred' | 'language'>): string[] {
  const { newest } = QUIET_WORDING[language]
  const where = recurred?.newest === undefined ? '' : `. ${newest}: ${recurred.newest}`
  return [
    ...(muted ? [mutedWords(muted, language)] : []),
    ...(recurred ? [`${recurredWords(recurred, language)}${where}`] : []),
  ].map((text) => mrkdwn(cleanLine(text, 600)))
}

/** Where, until when and by whom, without calling that person. */
export function mutedWords({ channel, node, until, byName }: Mute, language: Language): string {
  const wording = QUIET_WORDING[language]
  const where = channel === undefined ? wording.everywhere : wording.here
  const by = cleanLine(byName, 80) || wording.somebody
  return wording.muted({ where, node: node && cleanLine(node, 100), until: writtenMoment(until), by })
}

function recurredWords({ times, since, lastAt }: RecurredView, language: Language): string {
  const [first, last] = writtenPeriod(since, lastAt)
  return QUIET_WORDING[language].seen(times, first, last)
}
