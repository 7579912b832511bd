import { followUp, openInvestigation, type Step } from '../../investigation/investigate.ts'
import { reasonToIgnore, reasonToStaySilent } from '../../investigation/silence.ts'
import { helpMessage } from '../../messages/slack/help-message.ts'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Change } from '../../model/store.ts'
import type { EventHandler } from '../event.ts'
import { mayHoldText } from '../files.ts'
import type { IncomingMessage } from '../incoming.ts'
import { languageFor, modeOf, outgoing, showInvestigation, type Tools } from '../tools.ts'

type Message = IncomingMessage<'message'>

/** A paste in a channel we read, a mention, a direct message, or more output in the thread of an investigation. */
const message: EventHandler<'message'> = async (incoming, tools) => {
  const asked = incoming.mentioned || incoming.direct
  const ignored = reasonToIgnore({
    kind: incoming.direct ? 'direct' : 'channel',
    mode: await modeOf(tools, incoming.channel),
    asked,
    byUs: incoming.user === tools.ourselves.user || incoming.bot === tools.ourselves.bot,
    bot: incoming.bot,
    allowedBots: tools.config.alertBots,
    addressedToOther: incoming.addressedToOther,
    external: incoming.external,
    externalAllowed: tools.config.externalChannels.includes(incoming.channel),
  })
  const known =
    incoming.thread === incoming.ts ? undefined : await tools.store.investigationIn(incoming.channel, incoming.thread)
  if (ignored !== undefined && !(known && followsUp(incoming, tools))) return {}
  const text = await textOf(incoming, tools)
  if (known) return refine(known, incoming, text, asked, tools)
  if (text.trim() === '') return asked ? help(incoming, tools) : {}
  return open(incoming, text, asked, tools)
}

export default message

/** In the thread of an investigation people need not mention us again; bots and people of other organisations do not count. */
function followsUp(incoming: Message, tools: Tools): boolean {
  return (
    incoming.bot === undefined &&
    incoming.user !== tools.ourselves.user &&
    !incoming.external &&
    !incoming.addressedToOther
  )
}

async function open(incoming: Message, text: string, asked: boolean, tools: Tools): Promise<Change> {
  const opening = {
    id: tools.newId(),
    place: { team: incoming.team, channel: incoming.channel, thread: incoming.thread, message: incoming.ts },
    text,
    author: incoming.user ?? incoming.bot ?? '',
    byBot: incoming.bot !== undefined,
    asked,
    language: await languageFor(tools, incoming.user, text),
    now: tools.now(),
  }
  const step = openInvestigation(opening, tools.match)
  if (step.investigation.audience === 'nobody') return {}
  const silent = reasonToStaySilent(step.answer, asked, text, await answeredRecently(step, incoming.channel, tools))
  if (silent !== undefined) return {}
  return { investigation: step.investigation, send: showInvestigation(tools, step.investigation, step.answer) }
}

async function answeredRecently(step: Step, channel: string, tools: Tools): Promise<boolean> {
  const shown = step.investigation.shown?.caseId
  const since = tools.now() - tools.config.quietMinutes * 60_000
  return shown !== undefined && tools.store.wasAnswered(channel, shown, since)
}

/** Pasted output refines the verdicts; talk says nothing, and what changes nothing is not shown again. */
function refine(before: Investigation, incoming: Message, text: string, asked: boolean, tools: Tools): Change {
  const pasted = saysSomething(text, tools) ? { message: incoming.ts, text } : undefined
  if (!pasted && !asked) return {}
  const step = followUp(before, { asked, ...(pasted && { pasted }) }, tools.match)
  const send = step.changed || asked ? showInvestigation(tools, step.investigation, step.answer, before) : []
  return { investigation: step.investigation, send }
}

function saysSomething(text: string, tools: Tools): boolean {
  if (text.trim() === '') return false
  const { matches, facts } = tools.match(text)
  return matches.length > 0 || facts.length > 0
}

async function help(incoming: Message, tools: Tools): Promise<Change> {
  const language = await languageFor(tools, incoming.user, '')
  const payload = { forms: helpMessage([], language), thread: incoming.thread }
  return { send: [outgoing(tools, incoming.channel, `help:${incoming.channel}:${incoming.ts}`, 'post', payload)] }
}

/** The message and its text files. A bare mention in a thread is about what the thread began with. A file that cannot be read is said in its place. */
async function textOf(incoming: Message, tools: Tools): Promise<string> {
  const files = await Promise.all(incoming.files.filter(mayHoldText).map((file) => fileText(file, tools)))
  const own = [incoming.text, ...files].filter((text) => text !== '').join('\n')
  if (own.trim() !== '' || !incoming.mentioned || incoming.thread === incoming.ts) return own
  return rootText(incoming, tools)
}

async function fileText(file: IncomingMessage['files'][number], tools: Tools): Promise<string> {
  try {
    return await tools.download(file)
  } catch (error) {
    tools.log.warn({ error, file: file.id }, 'a file could not be read')
    if (error instanceof KnownError) return ''
    throw error
  }
}

async function rootText(incoming: Message, tools: Tools): Promise<string> {
  const { messages } = await tools.web.conversations.replies({
    channel: incoming.channel,
    ts: incoming.thread,
    limit: 1,
  })
  return tools.redact(messages?.[0]?.text ?? '')
}
