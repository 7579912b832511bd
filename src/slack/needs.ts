/** A scope of the bot token: what needs it, and what does not work without it. */
export interface Need {
  readonly scope: string
  /** Whoever installs the app may decline it: Casebook works without, apart from what `without` says. */
  readonly optional: boolean
  /** Web API methods that we call. */
  readonly methods: readonly string[]
  /** Events that we handle, as a manifest subscribes to them. */
  readonly events: readonly string[]
  /** Commands, shortcuts by their callback id, and `files`: downloads from Slack's file host. */
  readonly others: readonly string[]
  /** A sentence without its full stop. */
  readonly without: string
}

const READING = ['conversations.history', 'conversations.replies']

/**
 * Why the app asks for what it asks for. `casebook doctor` compares it with what was granted; a test, with the code and
 * with app-manifest.yml. https://docs.slack.dev/reference/scopes
 */
export const NEEDS: readonly Need[] = [
  {
    scope: 'app_mentions:read',
    optional: false,
    methods: [],
    events: ['app_mention'],
    others: [],
    without: 'mentions are not heard where Casebook may not read every message',
  },
  {
    scope: 'channels:history',
    optional: false,
    methods: READING,
    events: ['message.channels'],
    others: [],
    without: 'pastes and follow-ups in public channels are not read',
  },
  {
    scope: 'channels:read',
    optional: true,
    methods: ['conversations.info'],
    events: ['member_joined_channel'],
    others: [],
    without:
      'Casebook does not say what it does when it is added to a public channel, and no node may be asked from one: whether other organisations read along is not known',
  },
  {
    scope: 'chat:write',
    optional: false,
    methods: ['chat.postEphemeral', 'chat.postMessage', 'chat.update'],
    events: [],
    others: [],
    without: 'nothing can be answered',
  },
  {
    scope: 'commands',
    optional: false,
    methods: [],
    events: [],
    others: ['/casebook', 'match_this_message', 'save_as_case'],
    without: 'there is no /casebook, no "Match this message" and no "Save as case"',
  },
  {
    scope: 'files:read',
    optional: true,
    methods: ['files.info'],
    events: [],
    others: ['files'],
    without: 'text files and snippets are not read, only the message that they hang on',
  },
  {
    scope: 'groups:history',
    optional: true,
    methods: READING,
    events: ['message.groups'],
    others: [],
    without: 'in private channels only mentions are answered, and follow-ups that do not mention Casebook are not read',
  },
  {
    scope: 'groups:read',
    optional: true,
    methods: ['conversations.info'],
    events: ['member_joined_channel'],
    others: [],
    without:
      'Casebook does not say what it does when it is added to a private channel, and no node may be asked from one',
  },
  {
    scope: 'im:history',
    optional: true,
    methods: READING,
    events: ['message.im'],
    others: [],
    without: 'direct messages are not read',
  },
  {
    scope: 'mpim:history',
    optional: true,
    methods: READING,
    events: ['message.mpim'],
    others: [],
    without: 'in group direct messages only mentions are answered',
  },
  {
    scope: 'usergroups:read',
    optional: true,
    methods: ['usergroups.users.list'],
    events: [],
    others: [],
    without: 'who may ask nodes only as a member of one of `probing.user_groups` may not',
  },
  {
    scope: 'users:read',
    optional: false,
    methods: ['users.info'],
    events: [],
    others: [],
    without:
      'answers come in the language of the paste, and nobody but the `admins` of the configuration may set what Casebook does in a channel; nobody may ask nodes',
  },
]

/** Web API methods that we call and that need no scope. */
export const METHODS_WITHOUT_SCOPE: readonly string[] = ['auth.test', 'views.open', 'views.publish', 'views.update']

/** Events that we handle and that need no scope. */
export const EVENTS_WITHOUT_SCOPE: readonly string[] = ['app_home_opened', 'app_uninstalled', 'tokens_revoked']
