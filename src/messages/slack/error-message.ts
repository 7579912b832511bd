import type { Language } from '../../model/case.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { code, line, part, plain } from './part.ts'
import { WORDING } from './wording.ts'

export interface Failure {
  /** Finds the failure in the log. */
  readonly reference: string
  /** Of a KnownError, which says what to do; other errors are not for people to read. */
  readonly sentence?: string
}

/** What a person sees when something went wrong. */
export function errorMessage({ reference, sentence }: Failure, language: Language): SlackMessage[] {
  const wording = WORDING[language]
  const said = sentence ?? wording.failedNext
  const letter = {
    title: cleanLine(wording.failed, 150),
    parts: [part(1, undefined, [[line(plain(said))], [line(`${wording.reference}: `, code(reference, 100))]])],
    buttons: [],
    footer: [],
    text: accessibleText([
      [wording.failed],
      [mrkdwn(cleanLine(said, 600))],
      [mrkdwn(cleanLine(`${wording.reference}: ${reference}`, 150))],
    ]),
  }
  return ladder(letter, wording)
}
