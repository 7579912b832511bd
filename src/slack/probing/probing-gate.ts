import type { WebClient } from '@slack/web-api'
import type { Ourselves } from '../intake/incoming.ts'
import type { Log } from '../log.ts'
import type { LookUpPerson } from '../people/people.ts'
import { remember } from '../people/remember.ts'
import type { Probing } from '../slack-config.ts'

/** Who wants to have nodes asked, and where the answer would be read. */
export interface Asker {
  readonly user: string
  /** The organisation that Slack says the person is of; undefined when it does not say. */
  readonly team: string | undefined
  readonly channel: string
}

/** `place`: not from this channel. `person`: not by this person. `unknown`: Slack could not be asked about them. */
export type Denial = 'place' | 'person' | 'unknown'

/** Why nodes are not asked; undefined when they may be. Never rejects. */
export type MayAsk = (asker: Asker) => Promise<Denial | undefined>

export interface GateParts {
  readonly probing: Probing
  readonly web: WebClient
  readonly ourselves: Ourselves
  readonly person: LookUpPerson
  readonly log: Log
  readonly now: () => number
}

const REMEMBER_MS = 5 * 60_000

/**
 * Whoever may have nodes asked: a full member of our workspace, listed or in a listed user group, from a listed channel
 * that nobody outside the workspace reads. Everything else is refused, and so is everybody while Slack does not say who
 * they are: a refusal costs a command typed by hand, a leak cannot be taken back.
 */
export function openGate({ probing, web, ourselves, person, log, now }: GateParts): MayAsk {
  const isInside = remember((channel: string) => isOurs(web, channel), REMEMBER_MS, now)
  const membersOf = remember((group: string) => members(web, group), REMEMBER_MS, now)

  async function isListed(user: string): Promise<boolean> {
    if (probing.people.includes(user)) return true
    const groups = await Promise.all(probing.userGroups.map((group) => membersOf(group)))
    return groups.some((ids) => ids.has(user))
  }

  return async ({ user, team, channel }) => {
    if (!isListedChannel(probing, channel)) return 'place'
    if (team !== undefined && team !== ourselves.team) return 'person'
    try {
      const [inside, listed, { isMember }] = await Promise.all([isInside(channel), isListed(user), person(user)])
      if (!inside) return 'place'
      return listed && isMember ? undefined : 'person'
    } catch (error) {
      log.warn({ error, user, channel }, 'whether nodes may be asked could not be found out; they are not')
      return 'unknown'
    }
  }
}

/** Whether the configuration lists the channel; never direct messages. */
export function isListedChannel(probing: Probing, channel: string): boolean {
  return !channel.startsWith('D') && probing.channels.includes(channel)
}

/** A channel, private or not, without people of another organisation. */
async function isOurs(web: WebClient, id: string): Promise<boolean> {
  const { channel } = await web.conversations.info({ channel: id })
  if (!channel) throw new Error('Slack says nothing of the channel')
  const isDirect = channel.is_im === true || channel.is_mpim === true
  return !isDirect && channel.is_ext_shared === false && channel.is_pending_ext_shared !== true
}

async function members(web: WebClient, group: string): Promise<ReadonlySet<string>> {
  const { users } = await web.usergroups.users.list({ usergroup: group })
  if (!users) throw new Error('Slack lists no members of the group')
  return new Set(users)
}
