import { WebAPIPlatformError } from '@slack/web-api'
import { z } from 'zod'
import {
  type AdminParts,
  type DraftInReview,
  HOME,
  type Home,
  homeView,
  MAX_LISTED,
  MAX_QUERY,
  type OpenInvestigation,
  type Search,
} from '../messages/slack/home-view.ts'
import { isUserId } from '../messages/slack/part.ts'
import { isDoubtful } from '../messages/slack/standing.ts'
import type { Language } from '../model/case.ts'
import type { Draft } from '../model/draft.ts'
import type { ChannelSetting } from '../model/investigation.ts'
import { mayBeOwn, mayPublish, maySee } from './drafts/draft-desk.ts'
import { Lanes } from './intake/lanes.ts'
import { maySetUp } from './people/may-set-up.ts'
import { permalinkOf } from './permalink.ts'
import { languageFor, type Tools } from './tools.ts'

/** Whose Home tab, and how it looks to them now, as Slack says. */
export interface HomeOpened {
  readonly user: string
  readonly view: unknown
  /** What became of what they pressed there. */
  readonly notice?: string | undefined
}

/** One after the other for one person, so that what is read last is what stays. */
const lanes = new Lanes(8)

/**
 * Shows a person their Home tab as it is now, in the place of what they look at. When another one took that place
 * meanwhile this one is newer: it was read later. Never rejects.
 */
export async function publishHome(opened: HomeOpened, tools: Tools): Promise<void> {
  await lanes.run(opened.user, async () => {
    try {
      await publish(opened, tools)
    } catch (error) {
      tools.log.error({ error, user: opened.user }, 'a Home tab could not be shown')
    }
  })
}

/** A draft changed: who changed it and who wrote it see so at home. Whoever else comes sees it as it is then. */
export async function refreshHomes(users: readonly string[], tools: Tools): Promise<void> {
  const people = [...new Set(users)].filter(isUserId)
  await Promise.all(people.map((user) => publishHome({ user, view: undefined }, tools)))
}

/** Whether a person may see and set from their Home tab what Casebook does in a channel: from there nobody shows that they are in it. */
export async function maySetUpFromHome(user: string, channel: string, tools: Tools): Promise<boolean> {
  if (!(await maySetUp(user, tools))) return false
  return tools.config.admins.includes(user) || (await isPublic(channel, tools))
}

async function publish({ user, view: before, notice }: HomeOpened, tools: Tools): Promise<void> {
  const { hash, query } = readView(before)
  const view = homeView(await homeOf({ user, query, notice }, tools))
  try {
    await tools.web.views.publish({ user_id: user, view, ...(hash !== undefined && { hash }) })
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && error.data.error === 'hash_conflict')) throw error
    await tools.web.views.publish({ user_id: user, view })
  }
}

interface Reader {
  readonly user: string
  readonly query: string
  readonly notice: string | undefined
}

async function homeOf({ user, query, notice }: Reader, tools: Tools): Promise<Home> {
  const { cases, libraryRevision: revision } = tools
  const language = await languageFor(tools, user, '')
  const drafts = await tools.store.drafts.all()
  return {
    language,
    notice,
    search: await searchFor(query, tools),
    investigations: await investigationsOf(user, language, tools),
    drafts: await inReviewFor(user, drafts, tools),
    library: {
      cases: cases.length,
      areas: new Set(cases.map(({ area }) => area)).size,
      published: drafts.filter(({ live }) => live).length,
      doubtful: cases.filter(({ id }) => isDoubtful(tools.feedback.get(id))).length,
      revision,
    },
    sockets: tools.sockets(),
    admin: (await maySetUp(user, tools)) ? await adminParts(user, tools) : undefined,
  }
}

/** Drafts that are read where they were begun are not read from a Home tab. */
const NO_CHANNEL = 'home'

async function inReviewFor(user: string, drafts: readonly Draft[], tools: Tools): Promise<readonly DraftInReview[]> {
  const inReview = drafts.filter(({ state }) => state === 'in-review')
  const seen = await Promise.all(inReview.map((it) => maySee(it, user, NO_CHANNEL, tools)))
  const isReviewer = await mayPublish(user, tools)
  return inReview
    .filter((_, i) => seen[i])
    .map((draft) => ({ draft, mayBePublished: isReviewer && !mayBeOwn(draft, user) }))
}

/** What was typed is redacted, because it stands in the field again. */
async function searchFor(query: string, { redact, search }: Tools): Promise<Search | undefined> {
  if (query === '') return undefined
  return { query: await redact(query), found: search(query) }
}

async function investigationsOf(
  user: string,
  language: Language,
  { store, cases, ourselves, now }: Tools,
): Promise<OpenInvestigation[]> {
  const open = await store.openInvestigationsOf(user, MAX_LISTED)
  return open.map(({ shown, place, openedAt }) => ({
    title: cases.find(({ id }) => id === shown?.caseId)?.title[language],
    channel: place.channel,
    link: permalinkOf(ourselves.url, place.channel, { message: place.thread, thread: place.thread }),
    openForMs: now() - openedAt,
  }))
}

async function adminParts(user: string, tools: Tools): Promise<AdminParts> {
  return {
    channels: await channelsFor(user, tools),
    defaultMode: tools.config.defaultMode,
    agents: tools.nodes.inventory.agents().length,
  }
}

/** Slack is asked about no more channels than are shown. */
async function channelsFor(user: string, tools: Tools): Promise<readonly ChannelSetting[]> {
  const all = await tools.store.channelSettings()
  if (tools.config.admins.includes(user)) return all
  const listed = all.slice(0, MAX_LISTED)
  const open = await Promise.all(listed.map(({ channel }) => isPublic(channel, tools)))
  return listed.filter((_, i) => open[i])
}

/** Fails closed: a channel that Slack says nothing of is not for everybody. */
async function isPublic(id: string, { web, log }: Tools): Promise<boolean> {
  try {
    const { channel } = await web.conversations.info({ channel: id })
    return channel?.is_channel === true && channel.is_private === false
  } catch (error) {
    log.warn({ error, channel: id }, 'whether a channel is public could not be found out; it is not in the Home tab')
    return false
  }
}

const shownView = z.object({
  hash: z.string().optional(),
  state: z
    .object({
      values: z.object({ [HOME.search]: z.object({ [HOME.search]: z.object({ value: z.string().nullish() }) }) }),
    })
    .optional()
    .catch(undefined),
})

/** Nothing of a view that is none of ours. */
function readView(view: unknown): { readonly hash: string | undefined; readonly query: string } {
  const { hash, state } = shownView.safeParse(view).data ?? {}
  const query = state?.values[HOME.search][HOME.search].value ?? ''
  return { hash, query: query.slice(0, MAX_QUERY).trim() }
}
