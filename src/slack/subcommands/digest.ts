import { readSchedule, writtenSchedule } from '../../digest/read-schedule.ts'
import { lastDue, nextDue } from '../../digest/schedule.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import type { SlackMessage } from '../../messages/slack/ladder.ts'
import { writtenMoment } from '../../messages/slack/moment.ts'
import { noteMessage } from '../../messages/slack/note-message.ts'
import type { Language } from '../../model/case.ts'
import type { DigestSubscription } from '../../model/digest.ts'
import { formsOf, reportOf } from '../digests.ts'
import { maySetUp } from '../people/may-set-up.ts'
import type { Subcommand, Typed } from '../subcommand.ts'
import { outgoing, type Tools } from '../tools.ts'

const USAGE = '/casebook digest now|preview|weekly mon 09:00 Europe/Berlin|off'

const digest: Subcommand = {
  help: {
    usage: USAGE,
    says: { en: 'what this channel learned in a week, once or every week', zh: '此频道一周的总结,一次或每周' },
  },
  async run(typed, tools) {
    const [verb = '', ...rest] = typed.words.trim().split(/\s+/)
    const words = rest.join(' ')
    if (verb === 'preview') return preview(typed, tools)
    if (verb === 'now') return asOneWhoMay(typed, tools, 'post the digest', () => postNow(typed, tools))
    if (verb === 'off') return asOneWhoMay(typed, tools, 'stop the digest', () => stop(typed, tools))
    if (verb === 'weekly') return asOneWhoMay(typed, tools, 'set the digest', () => subscribe(typed, words, tools))
    return tell(typed, tools)
  },
}

export default digest

type Words = Readonly<Record<Language, string>>

async function asOneWhoMay(
  typed: Typed,
  tools: Tools,
  action: string,
  run: () => Promise<readonly SlackMessage[]>,
): Promise<readonly SlackMessage[]> {
  const allowed = await maySetUp(typed.user, tools)
  await tools.store.audit({ at: tools.now(), actor: typed.user, action, object: typed.channel, allowed })
  if (allowed) return run()
  return refuse(typed, {
    en: 'You may not change this channel. Ask one of the admins that the configuration names.',
    zh: '你无权修改此频道,请联系配置中列出的管理员。',
  })
}

async function subscribe(typed: Typed, words: string, tools: Tools): Promise<readonly SlackMessage[]> {
  const schedule = readSchedule(words)
  if (typeof schedule === 'string') return refuse(typed, { en: `${schedule}.`, zh: `${schedule}。` })
  const { channel, language, user } = typed
  const subscription: DigestSubscription = { ...schedule, channel, language, setBy: user, setAt: tools.now() }
  await tools.store.commit({ subscribe: subscription })
  return tell(typed, tools)
}

async function stop(typed: Typed, { store }: Tools): Promise<readonly SlackMessage[]> {
  await store.commit({ unsubscribe: typed.channel })
  return note(typed, { en: 'This channel gets no digest any more.', zh: '此频道不再收到周报。' })
}

async function tell(typed: Typed, tools: Tools): Promise<readonly SlackMessage[]> {
  const subscription = await subscriptionOf(typed.channel, tools)
  if (!subscription) return note(typed, { en: `This channel gets no digest. ${USAGE}`, zh: `此频道没有周报。${USAGE}` })
  const schedule = writtenSchedule(subscription)
  const next = writtenMoment(nextDue(subscription, tools.now()).dueAt)
  return note(typed, {
    en: `This channel gets a digest every week: ${schedule}. The next is due ${next}.`,
    zh: `此频道每周收到周报:${schedule}。下一次在 ${next}。`,
  })
}

async function preview(typed: Typed, tools: Tools): Promise<SlackMessage[]> {
  return formsOf(await report(typed.channel, tools), typed)
}

/** Besides the one of the week: it is asked for, and takes nothing from it. */
async function postNow(typed: Typed, tools: Tools): Promise<readonly SlackMessage[]> {
  const forms = await preview(typed, tools)
  const send = [outgoing(tools, typed.channel, `digest:${tools.newId()}`, 'post', { forms })]
  await tools.store.commit({ send })
  tools.wake()
  return note(typed, { en: 'The digest is on its way.', zh: '周报正在发送。' })
}

/** Of the seven days until now. */
async function report(channel: string, tools: Tools) {
  const schedule = (await subscriptionOf(channel, tools)) ?? { weekday: 1, hour: 0, minute: 0, timeZone: 'UTC' }
  const { week } = lastDue(schedule, tools.now())
  return reportOf(channel, { week, dueAt: tools.now() }, tools)
}

async function subscriptionOf(channel: string, { store }: Tools): Promise<DigestSubscription | undefined> {
  return (await store.digests.subscriptions()).find((it) => it.channel === channel)
}

function note({ language }: Typed, words: Words): readonly SlackMessage[] {
  return noteMessage(words[language], language)
}

function refuse({ language }: Typed, words: Words): readonly SlackMessage[] {
  return errorMessage({ reference: 'digest', sentence: words[language] }, language)
}
