import type { Tier } from './rate-limits.ts'

/**
 * The methods that the double answers: which token, which scope, how often, and with which arguments. `!` marks what
 * must be there. Every other argument is refused. https://docs.slack.dev/reference/methods
 */
export interface MethodRule {
  readonly token: 'bot' | 'app'
  /** One of them is enough. `{kind}` stands for the kind of the conversation: `channels`, `groups`, `im` or `mpim`. */
  readonly scopes: readonly string[]
  readonly tier: Tier
  readonly takes: Readonly<Record<string, ArgumentKind>>
}

export type ArgumentKind = 'string' | 'string!' | 'flag' | 'number' | 'json' | 'json!'

const AUTHORSHIP = { username: 'string', icon_emoji: 'string', icon_url: 'string', as_user: 'flag' } as const
const CONTENT = {
  text: 'string',
  markdown_text: 'string',
  blocks: 'json',
  attachments: 'json',
  parse: 'string',
  link_names: 'flag',
} as const
const PAGE = { cursor: 'string', limit: 'number', oldest: 'string', latest: 'string', inclusive: 'flag' } as const

export const METHODS: Readonly<Record<string, MethodRule>> = {
  'apps.connections.open': { token: 'app', scopes: [], tier: 'tier 3', takes: {} },
  'auth.test': { token: 'bot', scopes: [], tier: 'special', takes: {} },
  'team.info': { token: 'bot', scopes: ['team:read'], tier: 'tier 3', takes: { team: 'string', domain: 'string' } },
  'bots.info': { token: 'bot', scopes: ['users:read'], tier: 'tier 3', takes: { bot: 'string' } },
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier 4',
    takes: { user: 'string!', include_locale: 'flag' },
  },
  'usergroups.users.list': {
    token: 'bot',
    scopes: ['usergroups:read'],
    tier: 'tier 2',
    takes: { usergroup: 'string!', include_disabled: 'flag', team_id: 'string' },
  },
  'conversations.info': {
    token: 'bot',
    scopes: ['{kind}:read'],
    tier: 'tier 3',
    takes: { channel: 'string!', include_locale: 'flag', include_num_members: 'flag' },
  },
  'conversations.history': {
    token: 'bot',
    scopes: ['{kind}:history'],
    tier: 'tier 3',
    takes: { channel: 'string!', include_all_metadata: 'flag', ...PAGE },
  },
  'conversations.replies': {
    token: 'bot',
    scopes: ['{kind}:history'],
    tier: 'tier 3',
    takes: { channel: 'string!', ts: 'string!', include_all_metadata: 'flag', ...PAGE },
  },
  'chat.postMessage': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'message',
    takes: {
      channel: 'string!',
      thread_ts: 'string',
      reply_broadcast: 'flag',
      metadata: 'json',
      mrkdwn: 'flag',
      unfurl_links: 'flag',
      unfurl_media: 'flag',
      unfurl_app_links: 'flag',
      ...CONTENT,
      ...AUTHORSHIP,
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier 4',
    takes: { channel: 'string!', user: 'string!', thread_ts: 'string', ...CONTENT, ...AUTHORSHIP },
  },
  'chat.update': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier 3',
    takes: {
      channel: 'string!',
      ts: 'string!',
      metadata: 'json',
      reply_broadcast: 'flag',
      file_ids: 'json',
      as_user: 'flag',
      ...CONTENT,
    },
  },
  'chat.delete': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier 3',
    takes: { channel: 'string!', ts: 'string!', as_user: 'flag' },
  },
  'chat.getPermalink': {
    token: 'bot',
    scopes: [],
    tier: 'special',
    takes: { channel: 'string!', message_ts: 'string!' },
  },
  'views.open': { token: 'bot', scopes: [], tier: 'tier 4', takes: { trigger_id: 'string!', view: 'json!' } },
  'views.push': { token: 'bot', scopes: [], tier: 'tier 4', takes: { trigger_id: 'string!', view: 'json!' } },
  'views.update': {
    token: 'bot',
    scopes: [],
    tier: 'tier 4',
    takes: { view: 'json!', view_id: 'string', external_id: 'string', hash: 'string' },
  },
  'views.publish': {
    token: 'bot',
    scopes: [],
    tier: 'tier 4',
    takes: { user_id: 'string!', view: 'json!', hash: 'string' },
  },
  'files.info': {
    token: 'bot',
    scopes: ['files:read'],
    tier: 'tier 4',
    takes: { file: 'string!', cursor: 'string', limit: 'number', count: 'number', page: 'number' },
  },
  'reactions.add': {
    token: 'bot',
    scopes: ['reactions:write'],
    tier: 'tier 3',
    takes: { channel: 'string!', timestamp: 'string!', name: 'string!' },
  },
  'assistant.threads.setStatus': {
    token: 'bot',
    scopes: ['chat:write', 'assistant:write'],
    tier: 'special',
    takes: {
      channel_id: 'string!',
      thread_ts: 'string!',
      status: 'string',
      loading_messages: 'json',
      username: 'string',
      icon_emoji: 'string',
      icon_url: 'string',
    },
  },
}
