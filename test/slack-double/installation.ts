import { isRecord, type JsonRecord, recordOf, recordsOf, stringOf } from './json.ts'
import { EVENTS } from './rules/events.ts'

/** What an administrator granted and switched on when the app was installed. */
export interface Installation {
  readonly appId: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly verificationToken: string
  readonly scopes: Set<string>
  readonly botEvents: ReadonlySet<string>
  readonly commands: readonly CommandSettings[]
  readonly shortcuts: readonly ShortcutSettings[]
  readonly homeTab: boolean
  readonly messagesTab: boolean
  state: 'installed' | 'revoked' | 'uninstalled'
}

export interface CommandSettings {
  readonly command: string
  /** Whether `@alice` and `#ops` reach the app as `<@U…>` and `<#C…>` instead of as typed. */
  readonly escapes?: boolean
}

export interface ShortcutSettings {
  readonly name: string
  readonly callbackId: string
  readonly type: 'message' | 'global'
}

/** What a test may say about the installation; the rest is everything that Slack offers, and no scope. */
export interface InstallationOptions {
  scopes?: readonly string[]
  botEvents?: readonly string[]
  commands?: readonly (string | CommandSettings)[]
  shortcuts?: readonly ShortcutSettings[]
  homeTab?: boolean
  messagesTab?: boolean
}

export function install(options: InstallationOptions, id: (prefix: string) => string): Installation {
  const secret = (name: string): string => `${name}-${id('').toLowerCase()}`
  return {
    appId: id('A'),
    botToken: secret('xoxb-double'),
    appToken: secret('xapp-double'),
    signingSecret: secret('signing'),
    verificationToken: secret('verification'),
    scopes: new Set(options.scopes),
    botEvents: new Set(options.botEvents ?? Object.keys(EVENTS)),
    commands: (options.commands ?? []).map((it) => (typeof it === 'string' ? { command: it } : it)),
    shortcuts: options.shortcuts ?? [],
    homeTab: options.homeTab ?? true,
    messagesTab: options.messagesTab ?? true,
    state: 'installed',
  }
}

/** The installation that an app manifest asks for (the parsed `app-manifest.yml`), all optional scopes granted. */
export function fromManifest(manifest: unknown): InstallationOptions {
  const { features, oauth_config: oauth, settings } = recordOf(manifest)
  const { app_home: home, slash_commands: commands, shortcuts } = recordOf(features)
  const scopes = recordOf(recordOf(oauth).scopes)
  return {
    scopes: [...stringsOf(scopes.bot), ...stringsOf(scopes.bot_optional)],
    botEvents: stringsOf(recordOf(recordOf(settings).event_subscriptions).bot_events),
    commands: recordsOf(commands).map((it) => ({
      command: stringOf(it.command) ?? '',
      escapes: it.should_escape === true,
    })),
    shortcuts: recordsOf(shortcuts).map(shortcutOf),
    homeTab: isRecord(home) && home.home_tab_enabled === true,
    messagesTab: isRecord(home) && home.messages_tab_enabled === true,
  }
}

function shortcutOf(shortcut: JsonRecord): ShortcutSettings {
  return {
    name: stringOf(shortcut.name) ?? '',
    callbackId: stringOf(shortcut.callback_id) ?? '',
    type: shortcut.type === 'global' ? 'global' : 'message',
  }
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []
}
