import type { Bilingual, Language } from '../../model/case.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { bold, code, type Entry, line, part, plain } from './part.ts'
import { WORDING } from './wording.ts'

/** A subcommand as a person types it, and what it does. */
export interface HelpLine {
  readonly usage: string
  readonly says: Bilingual
}

/** What `/casebook help` answers. */
export function helpMessage(commands: readonly HelpLine[], language: Language): SlackMessage[] {
  const wording = WORDING[language]
  const intro = wording.helpIntro.map((text): Entry => [line(text)])
  const entries = commands.map((it): Entry => [line('• ', code(it.usage), ' ', plain(it.says[language], 300))])
  const read = commands.map((it) => [mrkdwn(cleanLine(`${it.usage}: ${it.says[language]}`, 300))])
  const letter = {
    title: cleanLine(wording.helpTitle, 150),
    parts: [part(1, undefined, intro), part(2, line(bold(wording.commands)), entries)],
    buttons: [],
    footer: [],
    text: accessibleText([[wording.helpTitle], wording.helpIntro, ...read]),
  }
  return ladder(letter, wording)
}
