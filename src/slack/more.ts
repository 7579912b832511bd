import type { ModalView } from '@slack/types'
import { answerOf } from '../investigation/investigate.ts'
import { moreView } from '../messages/slack/more-view.ts'
import type { Investigation } from '../model/investigation.ts'
import { type Tools, wholeView } from './tools.ts'

/** The whole case of an investigation. Nobody is told of one unasked in direct messages: there is nothing to mute. */
export function moreViewOf(investigation: Investigation, tools: Tools, note?: string): ModalView {
  const view = wholeView(tools, investigation, answerOf(investigation, tools.match))
  const mutable = !investigation.place.channel.startsWith('D')
  return moreView(view, { mutable, ...(note !== undefined && { note }) })
}
