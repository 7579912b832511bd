import { followUp } from '../../investigation/investigate.ts'
import type { EventHandler } from '../intake/event.ts'
import { readWhole } from '../intake/reading.ts'
import { heldBack, isHeldBack } from '../quiet/mutes.ts'
import { showInvestigation } from '../tools.ts'

/**
 * A message that an investigation rests on was edited: the answer is updated in place. Edits of all other messages say
 * nothing new, and neither does Slack's own edit that adds the preview of a link.
 */
const edit: EventHandler<'edit'> = async (incoming, tools) => {
  const before = await tools.store.investigationIn(incoming.channel, incoming.thread)
  const pasted = before?.pastes.find((paste) => paste.message === incoming.ts)
  if (!before || !pasted) return {}
  const { text } = await readWhole(incoming, tools)
  if (text === '' || text === pasted.text) return {}
  const step = followUp(before, { pasted: { message: incoming.ts, text } }, tools.match)
  if (isHeldBack(step, before, tools.mutes)) return heldBack(step, before)
  const send = step.changed ? showInvestigation(tools, step.investigation, step.answer, before) : []
  return { investigation: step.investigation, send }
}

export default edit
