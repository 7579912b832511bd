/**
 * The events that the double sends, by the name that a manifest subscribes to, and the scope that each needs.
 * https://docs.slack.dev/reference/events
 */
export const EVENTS: Readonly<Record<string, readonly string[]>> = {
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  app_mention: ['app_mentions:read'],
  app_home_opened: [],
  member_joined_channel: ['channels:read', 'groups:read'],
  app_uninstalled: [],
  tokens_revoked: [],
}

/** The first half of the scopes and the last half of the message event of each kind of conversation. */
export const KINDS = {
  channel: { scope: 'channels', event: 'message.channels' },
  group: { scope: 'groups', event: 'message.groups' },
  im: { scope: 'im', event: 'message.im' },
  mpim: { scope: 'mpim', event: 'message.mpim' },
} as const

export type ChannelKind = keyof typeof KINDS
