import { type AnswerView, shownMatch } from '../../messages/slack/answer-view.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { Ourselves } from '../intake/incoming.ts'
import { permalinkOf } from '../permalink.ts'
import type { KnownMutes } from './mutes.ts'

interface QuietTools {
  readonly mutes: KnownMutes
  readonly ourselves: Ourselves
}

/** What a message says of why others like it are not there: the case is muted, or the error came again and is counted. */
export function quietView(
  { mutes, ourselves }: QuietTools,
  investigation: Investigation,
  view: Pick<AnswerView, 'answer' | 'state'>,
): Pick<AnswerView, 'muted' | 'recurred'> {
  const shown = shownMatch(view)
  const muted = shown && mutes.of(shown.case.id, investigation, view.answer)
  const { recurred, openedAt, place } = investigation
  return {
    ...(muted && { muted }),
    ...(recurred && {
      recurred: {
        times: recurred.times + 1,
        since: openedAt,
        lastAt: Math.max(openedAt, recurred.lastAt),
        newest: permalinkOf(ourselves.url, place.channel, recurred.newest),
      },
    }),
  }
}
