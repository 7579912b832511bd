import { followUp } from '../../investigation/investigate.ts'
import type { EventHandler } from '../event.ts'
import { showInvestigation } from '../tools.ts'

/** A message that an investigation rests on was edited: the answer is updated in place. Edits of all other messages say nothing new. */
const edit: EventHandler<'edit'> = async (incoming, tools) => {
  const before = await tools.store.investigationIn(incoming.channel, incoming.thread)
  const pasted = before?.pastes.find((paste) => paste.message === incoming.ts)
  if (!before || !pasted || pasted.text === incoming.text || incoming.text === '') return {}
  const step = followUp(before, { pasted: { message: incoming.ts, text: incoming.text } }, tools.match)
  const send = step.changed ? showInvestigation(tools, step.investigation, step.answer, before) : []
  return { investigation: step.investigation, send }
}

export default edit
