import type { Answer } from '../model/answer.ts'
import type { ChannelMode } from '../model/investigation.ts'

/** What is known of a message before it is matched. */
export interface Arrival {
  readonly kind: 'channel' | 'direct'
  readonly mode: ChannelMode
  /** We were mentioned, or written to directly. */
  readonly asked: boolean
  readonly byUs: boolean
  readonly bot: string | undefined
  readonly allowedBots: readonly string[]
  /** It stands in the thread of an investigation, where nobody need mention us again. */
  readonly followsUp: boolean
  /** The text begins with a mention of somebody else. */
  readonly addressedToOther: boolean
  /** The channel is shared with another organisation. */
  readonly external: boolean
  readonly externalAllowed: boolean
}

/** Why a message is not looked at; undefined when it is. */
export function reasonToIgnore(arrival: Arrival): string | undefined {
  if (arrival.byUs) return 'our own message'
  if (arrival.external && !arrival.externalAllowed) return 'a channel that is shared with another organisation'
  if (arrival.kind === 'direct') return arrival.bot === undefined ? undefined : 'a bot in a direct message'
  if (arrival.mode === 'off') return 'the channel is off'
  if (arrival.bot !== undefined) {
    if (arrival.mode !== 'alerts') return 'a bot, and the channel does not read alerts'
    return arrival.allowedBots.includes(arrival.bot) ? undefined : 'a bot that is not on the list'
  }
  return arrival.asked ? undefined : reasonToIgnoreUnasked(arrival)
}

function reasonToIgnoreUnasked({ mode, followsUp, addressedToOther }: Arrival): string | undefined {
  if (mode === 'mention' && !followsUp) return 'the channel is answered on mention only'
  return addressedToOther ? 'addressed to somebody else' : undefined
}

/** Why a message about which nobody asked gets no answer, whatever it says. */
export function reasonToStaySilent(answer: Answer, text: string, muted: boolean): string | undefined {
  if (muted) return 'the case is muted'
  const references = answer.matches[0]?.case.references ?? []
  return references.some((reference) => text.includes(reference.url))
    ? 'the message holds the link to the fix already'
    : undefined
}
