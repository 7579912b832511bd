import { expect, test } from 'vitest'
import { fromManifest } from './installation.ts'

test('an installation is what the manifest asks for', () => {
  const manifest = {
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: false },
      slash_commands: [{ command: '/casebook', description: 'x', should_escape: true }],
      shortcuts: [{ name: 'Match this', type: 'message', callback_id: 'match', description: 'x' }],
    },
    oauth_config: { scopes: { bot: ['chat:write'], bot_optional: ['groups:history'] } },
    settings: { event_subscriptions: { bot_events: ['app_mention'] } },
  }
  expect(fromManifest(manifest)).toEqual({
    scopes: ['chat:write', 'groups:history'],
    botEvents: ['app_mention'],
    commands: [{ command: '/casebook', escapes: true }],
    shortcuts: [{ name: 'Match this', type: 'message', callbackId: 'match' }],
    homeTab: true,
    messagesTab: false,
  })
})

test('an empty manifest asks for nothing', () => {
  expect(fromManifest({})).toEqual({
    scopes: [],
    botEvents: [],
    commands: [],
    shortcuts: [],
    homeTab: false,
    messagesTab: false,
  })
})
