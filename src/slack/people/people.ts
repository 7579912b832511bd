import type { WebClient } from '@slack/web-api'
import type { Language } from '../../model/case.ts'

/** What we know of a person; of one that Slack does not tell us about, nothing that would allow anything. */
export interface Person {
  readonly language: Language | undefined
  /** A full member of our workspace: no guest, no bot, nobody of another organisation. */
  readonly isMember: boolean
  /** What they are called. */
  readonly name?: string | undefined
}

export type LookUpPerson = (user: string) => Promise<Person>

const REMEMBER_MS = 60 * 60 * 1000
const MAX_REMEMBERED = 5000

/** Asks Slack for a person's locale and kind, and remembers it for an hour. Never rejects. */
export function rememberPeople(web: WebClient, team: string, now: () => number): LookUpPerson {
  const known = new Map<string, { person: Promise<Person>; until: number }>()
  return (user) => {
    const found = known.get(user)
    if (found && found.until > now()) return found.person
    if (known.size >= MAX_REMEMBERED) known.clear()
    const person = lookUp(web, team, user).catch(() => {
      known.delete(user)
      return { language: undefined, isMember: false }
    })
    known.set(user, { person, until: now() + REMEMBER_MS })
    return person
  }
}

async function lookUp(web: WebClient, team: string, id: string): Promise<Person> {
  const { user } = await web.users.info({ user: id, include_locale: true })
  const isGuest = user?.is_restricted === true || user?.is_ultra_restricted === true
  const isOurs = user?.team_id === undefined || user.team_id === team
  return {
    language: languageOf(user?.locale),
    name: user?.profile?.display_name || user?.real_name,
    isMember: user !== undefined && isOurs && !isGuest && user.deleted !== true && user.is_bot !== true,
  }
}

function languageOf(locale: string | undefined): Language | undefined {
  if (locale === undefined) return undefined
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
