import type { HomeView, KnownBlock, PlainTextElement, PlainTextOption, SectionBlock } from '@slack/types'
import type { Case, Language } from '../../model/case.ts'
import type { Draft } from '../../model/draft.ts'
import { CHANNEL_MODES, type ChannelMode, type ChannelSetting } from '../../model/investigation.ts'
import { buttonElement, type DraftAction } from './button.ts'
import { draftButton } from './draft-button.ts'
import { DRAFT_WORDING } from './draft-wording.ts'
import { writtenDuration } from './duration.ts'
import { cleanLine, cut, isBlank, mrkdwn } from './escape.ts'
import { HOME_WORDING, type HomeWording } from './home-wording.ts'
import { context, richBlocks } from './ladder.ts'
import { code, line, plain } from './part.ts'
import { WORDING } from './wording.ts'

/** What one person's Home tab shows. What they may not see is not in it. */
export interface Home {
  readonly language: Language
  /** What became of their last press. */
  readonly notice: string | undefined
  /** Undefined before they searched. */
  readonly search: Search | undefined
  readonly investigations: readonly OpenInvestigation[]
  readonly drafts: readonly DraftInReview[]
  readonly library: LibraryFigures
  /** Undefined where Slack comes to us. */
  readonly sockets: { readonly open: number; readonly of: number } | undefined
  /** For those only who may set Casebook up. */
  readonly admin: AdminParts | undefined
}

export interface Search {
  readonly query: string
  readonly found: readonly Case[]
}

export interface OpenInvestigation {
  /** Of the case that is shown; undefined when none is. */
  readonly title: string | undefined
  readonly channel: string
  /** The address of its thread, as far as it is known. */
  readonly link: string | undefined
  readonly openForMs: number
}

export interface DraftInReview {
  readonly draft: Draft
  /** By the reader: also sent back. */
  readonly mayBePublished: boolean
}

export interface LibraryFigures {
  readonly cases: number
  readonly areas: number
  /** Of them, those that people wrote in Slack. */
  readonly published: number
  /** Of them, those that are more often wrong than right. */
  readonly doubtful: number
  readonly revision: string
}

export interface AdminParts {
  readonly channels: readonly Pick<ChannelSetting, 'channel' | 'mode'>[]
  readonly defaultMode: ChannelMode
  readonly agents: number
}

/** Ids of the fields of the Home tab. */
export const HOME = { search: 'home_search', mode: 'home_mode' } as const
export const MAX_QUERY = 200
/** As many of the longest as a reader looks through; all of them together are far below 100 blocks. */
export const MAX_LISTED = 10

export function homeView(home: Home): HomeView {
  const words = HOME_WORDING[home.language]
  return {
    type: 'home',
    blocks: [
      header(words.title),
      ...(home.notice === undefined ? [] : [section(home.notice)]),
      searchInput(home.search, words),
      ...searchBlocks(home, words),
      ...investigationBlocks(home, words),
      ...draftBlocks(home, words),
      ...channelBlocks(home, words),
      ...stateBlocks(home, words),
    ],
  }
}

/** What an option of a channel's modes stands for. */
export function readMode(value: string): Pick<ChannelSetting, 'channel' | 'mode'> | undefined {
  const [channel = '', wanted] = value.split(':')
  const mode = CHANNEL_MODES.find((it) => it === wanted)
  return mode && isChannelId(channel) ? { channel, mode } : undefined
}

function searchInput(search: Search | undefined, words: HomeWording): KnownBlock {
  const query = cleanLine(search?.query ?? '', MAX_QUERY)
  return {
    type: 'input',
    block_id: HOME.search,
    optional: true,
    dispatch_action: true,
    label: text(words.search),
    element: {
      type: 'plain_text_input',
      action_id: HOME.search,
      max_length: MAX_QUERY,
      placeholder: text(words.searchPlaceholder),
      ...(query !== '' && { initial_value: query }),
    },
  }
}

function searchBlocks({ search, language }: Home, words: HomeWording): KnownBlock[] {
  if (!search) return []
  const { found } = search
  const title = found.length === 0 ? WORDING[language].noCases : words.found(found.length)
  const lines = found
    .slice(0, MAX_LISTED)
    .map((it) => line('• ', code(it.id, 100), ' ', plain(it.title[language], 150)))
  const left = found.length - lines.length
  const rest = left > 0 ? [line(WORDING[language].more(left))] : []
  return richBlocks(cleanLine(title, 150), [[...lines, ...rest]])
}

function investigationBlocks({ investigations, language }: Home, words: HomeWording): KnownBlock[] {
  const heading = [divider, header(words.open)]
  if (investigations.length === 0) return [...heading, section([words.noneOpen, ...words.firstSteps].join('\n'))]
  return [...heading, ...investigations.slice(0, MAX_LISTED).map((it) => investigationRow(it, language, words))]
}

function investigationRow(
  { title, channel, link, openForMs }: OpenInvestigation,
  language: Language,
  words: HomeWording,
): SectionBlock {
  const place = isChannelId(channel) ? `<#${channel}>` : words.direct
  const name = mrkdwn(cleanLine(title ?? words.noCase, 200))
  const since = words.ago(writtenDuration(openForMs, language))
  const thread = link !== undefined && THREAD.test(link) ? ` · <${link}|${words.thread}>` : ''
  return { type: 'section', text: { type: 'mrkdwn', text: `${name}\n${place}, ${since}${thread}`, verbatim: true } }
}

function draftBlocks({ drafts, language }: Home, words: HomeWording): KnownBlock[] {
  if (drafts.length === 0) return []
  const rows = drafts.slice(0, MAX_LISTED).flatMap((it, i) => draftRows(it, i + 1, language))
  return [divider, header(words.drafts), ...rows, ...leftOut(drafts, language)]
}

/** Beside a case that one may only look at stands one button, below one that one decides on all three. */
function draftRows({ draft, mayBePublished }: DraftInReview, number: number, language: Language): KnownBlock[] {
  const { unnamed, revision, buttons } = DRAFT_WORDING[language]
  const { area, name } = draft.text
  const says = section(`${number}. ${name === '' ? unnamed : `${area}/${name}`}, ${revision(draft.revision)}`)
  const pressed = { draft: draft.id, version: draft.version }
  const element = (action: DraftAction, label: string) =>
    buttonElement(draftButton(action, `${label} ${number}`, pressed, number))
  const edit = element('edit_draft', buttons.edit)
  if (!mayBePublished) return [{ ...says, accessory: edit }]
  const elements = [element('publish_draft', buttons.publish), element('send_back_draft', buttons.sendBack), edit]
  return [says, { type: 'actions' as const, elements }]
}

function channelBlocks({ admin, language }: Home, words: HomeWording): KnownBlock[] {
  if (!admin) return []
  const known = admin.channels.filter(({ channel }) => isChannelId(channel))
  const rows = known.slice(0, MAX_LISTED).map((it) => channelRow(it, words))
  const elsewhere = cleanLine(words.elsewhere(words.modes[admin.defaultMode]), 150)
  return [divider, header(words.channels), ...rows, ...leftOut(known, language), ...context([elsewhere])]
}

/** Without a block id of ours Slack shows the mode that is set, and not the one that was chosen and refused. */
function channelRow({ channel, mode }: Pick<ChannelSetting, 'channel' | 'mode'>, words: HomeWording): SectionBlock {
  const option = (it: ChannelMode): PlainTextOption => ({ value: `${channel}:${it}`, text: text(words.modes[it]) })
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: `<#${channel}>`, verbatim: true },
    accessory: {
      type: 'static_select',
      action_id: HOME.mode,
      placeholder: text(words.mode),
      options: CHANNEL_MODES.map(option),
      initial_option: option(mode),
    },
  }
}

function stateBlocks({ library, sockets, admin }: Home, words: HomeWording): KnownBlock[] {
  const { cases, areas, published, doubtful, revision } = library
  const figures = [
    words.library(cases, areas),
    ...(published > 0 ? [words.published(published)] : []),
    ...(doubtful > 0 ? [words.doubtful(doubtful)] : []),
  ]
  const lines = [
    [...figures, words.revision(revision)].join(', '),
    ...(sockets ? [words.sockets(sockets.open, sockets.of)] : []),
    ...(admin ? [words.agents(admin.agents)] : []),
  ]
  return [divider, header(words.state), ...context(lines.map((it) => cleanLine(it, 300)))]
}

function leftOut(all: readonly unknown[], language: Language): KnownBlock[] {
  const left = all.length - MAX_LISTED
  return left > 0 ? context([cleanLine(WORDING[language].more(left), 100)]) : []
}

/** Nothing in it means anything to Slack behind `<`. */
const THREAD = /^https:\/\/[\w.-]{1,250}\/archives\/\w{1,30}\/p\d{1,30}$/

const divider: KnownBlock = { type: 'divider' }

function header(words: string): KnownBlock {
  return { type: 'header', text: text(cut(words, 150)) }
}

function section(words: string): SectionBlock {
  const lines = words.split('\n').map((it) => cleanLine(it, 600))
  return { type: 'section', text: text(lines.join('\n')) }
}

function text(words: string): PlainTextElement {
  return { type: 'plain_text', text: isBlank(words) ? '…' : words, emoji: false }
}

/** Not of a direct message, which has no name to show. */
function isChannelId(id: string): boolean {
  return /^[CG][A-Z0-9]{2,20}$/.test(id)
}
