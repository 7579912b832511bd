import { followUp, openInvestigation, type Step } from '../../investigation/investigate.ts'
import { reasonToIgnore, reasonToStaySilent } from '../../investigation/silence.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import { helpMessage } from '../../messages/slack/help-message.ts'
import type { SlackMessage } from '../../messages/slack/ladder.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { Change } from '../../model/store.ts'
import type { EventHandler } from '../intake/event.ts'
import type { IncomingMessage } from '../intake/incoming.ts'
import { type Reading, readRoot, readWhole } from '../intake/reading.ts'
import { heldBack, isHeldBack, isMuted } from '../quiet/mutes.ts'
import { alikeTo, recurrenceOf, withLikeness } from '../quiet/recurrences.ts'
import { languageFor, modeOf, outgoing, showInvestigation, type Tools } from '../tools.ts'

type Message = IncomingMessage<'message'>

/** A paste in a channel we read, a mention, a direct message, or more output in the thread of an investigation. */
const message: EventHandler<'message'> = async (incoming, tools) => {
  const isRoot = incoming.thread === incoming.ts
  const known = isRoot ? undefined : await tools.store.investigationIn(incoming.channel, incoming.thread)
  if (await isIgnored(incoming, known !== undefined, tools)) return {}
  const own = await readWhole(incoming, tools)
  if (known) return refine(known, incoming, own, tools)
  const isAboutRoot = own.text === '' && own.problems.length === 0 && incoming.mentioned && !isRoot
  if (!isAboutRoot) return open(incoming, own, incoming.ts, tools)
  return open(incoming, await readRoot(incoming, tools), incoming.thread, tools)
}

export default message

function isAsked({ mentioned, direct }: Message): boolean {
  return mentioned || direct
}

async function isIgnored(incoming: Message, followsUp: boolean, tools: Tools): Promise<boolean> {
  const { ourselves, config } = tools
  const reason = reasonToIgnore({
    kind: incoming.direct ? 'direct' : 'channel',
    mode: await modeOf(tools, incoming.channel),
    asked: isAsked(incoming),
    byUs: incoming.user === ourselves.user || incoming.bot === ourselves.bot,
    bot: incoming.bot,
    allowedBots: config.alertBots,
    followsUp,
    addressedToOther: incoming.addressedToOther,
    external: incoming.external,
    externalAllowed: config.externalChannels.includes(incoming.channel),
  })
  return reason !== undefined
}

/** `source` is the message that the text stands in: this one, or the root of its thread. */
async function open(incoming: Message, reading: Reading, source: string, tools: Tools): Promise<Change> {
  const asked = isAsked(incoming)
  if (reading.text === '') return asked ? { send: await sayWhatIsMissing(incoming, reading, tools) } : {}
  const { team, channel, thread } = incoming
  const opening = {
    id: tools.newId(),
    place: { team, channel, thread, message: source },
    text: reading.text,
    author: incoming.user ?? incoming.bot ?? '',
    byBot: incoming.bot !== undefined,
    asked,
    language: await languageFor(tools, incoming.user, reading.text),
    now: tools.now(),
  }
  const step = withLikeness(openInvestigation(opening, tools.match), tools)
  await tools.mutes.refresh()
  if (!asked) return openUnasked(step, incoming, reading.text, tools)
  const problems = await sayProblems(incoming, reading, tools)
  const send = [...showInvestigation(tools, step.investigation, step.answer), ...problems]
  return { investigation: step.investigation, send }
}

/** An error that was answered a short while ago is counted there; of two that come at once one is the first. */
async function openUnasked(step: Step, incoming: Message, text: string, tools: Tools): Promise<Change> {
  const { investigation, answer } = step
  if (reasonToStaySilent(answer, text, isMuted(step, tools.mutes)) !== undefined) return {}
  const alike = alikeTo(step, tools)
  const first = alike && (await tools.store.recurrences.answeredAlike(alike))
  if (first !== undefined) return { recurrence: recurrenceOf(first, incoming, tools) }
  if (investigation.audience === 'nobody') return {}
  const isForAll = investigation.audience === 'thread'
  const send = showInvestigation(tools, investigation, answer)
  return { investigation, send, ...(alike && isForAll && { unlessAnswered: alike }) }
}

/** Pasted output refines the verdicts; talk says nothing, and what changes nothing is not shown again. */
async function refine(before: Investigation, incoming: Message, reading: Reading, tools: Tools): Promise<Change> {
  const asked = isAsked(incoming)
  const problems = asked ? await sayProblems(incoming, reading, tools) : []
  const pasted = saysSomething(reading.text, tools) ? { message: incoming.ts, text: reading.text } : undefined
  if (!pasted && !asked) return {}
  const step = followUp(before, { asked, ...(pasted && { pasted }) }, tools.match)
  if (!asked && isHeldBack(step, before, tools.mutes)) return heldBack(step, before)
  const send = step.changed || asked ? showInvestigation(tools, step.investigation, step.answer, before) : []
  return { investigation: step.investigation, send: [...send, ...problems] }
}

function saysSomething(text: string, tools: Tools): boolean {
  if (text === '') return false
  const { matches, facts } = tools.match(text)
  return matches.length > 0 || facts.length > 0
}

/** We were asked and have nothing to read: why that is, or how to ask. */
async function sayWhatIsMissing(incoming: Message, { problems }: Reading, tools: Tools) {
  const language = await languageFor(tools, incoming.user, '')
  const forms =
    problems.length > 0
      ? errorMessage({ reference: incoming.ts, sentence: problems.join('; ') }, language)
      : helpMessage([], language)
  return [reply(incoming, forms, 'post', tools)]
}

/** What could not be read is said to who asked, beside the answer to what could. */
async function sayProblems(incoming: Message, { problems }: Reading, tools: Tools) {
  if (problems.length === 0 || incoming.user === undefined) return []
  const language = await languageFor(tools, incoming.user, '')
  const forms = errorMessage({ reference: incoming.ts, sentence: problems.join('; ') }, language)
  return [reply(incoming, forms, 'ephemeral', tools)]
}

function reply(
  { channel, ts, thread, user }: Message,
  forms: SlackMessage[],
  kind: 'post' | 'ephemeral',
  tools: Tools,
) {
  const where = { thread, ...(kind === 'ephemeral' && user !== undefined && { user }) }
  return outgoing(tools, channel, `reply:${channel}:${ts}`, kind, { forms, ...where })
}
