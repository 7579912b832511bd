import type { HelpLine } from '../messages/slack/help-message.ts'
import type { SlackMessage } from '../messages/slack/ladder.ts'
import type { Language } from '../model/case.ts'
import type { Tools } from './tools.ts'

/** What a person typed after `/casebook`. */
export interface Typed {
  /** The subcommand's name is not part of it. */
  readonly words: string
  readonly user: string
  readonly channel: string
  readonly team: string
  readonly language: Language
}

/** One subcommand of `/casebook`: a file of `slack/subcommands/`, named after it. The answer is seen by the person alone. */
export interface Subcommand {
  readonly help: HelpLine
  readonly run: (typed: Typed, tools: Tools) => Promise<readonly SlackMessage[]>
}
