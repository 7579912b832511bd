import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readEnvelope } from '../../src/slack/intake/incoming.ts'
import { EVENTS_WITHOUT_SCOPE, METHODS_WITHOUT_SCOPE, NEEDS } from '../../src/slack/needs.ts'

const manifestText = readFileSync(new URL('../../app-manifest.yml', import.meta.url), 'utf8')
const manifest = parse(manifestText)
const { features, oauth_config, settings } = z
  .object({
    features: z.object({
      app_home: z.object({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      }),
      slash_commands: z.array(z.object({ command: z.string() })),
      shortcuts: z.array(z.object({ callback_id: z.string() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }) }),
    settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
  })
  .parse(manifest)

/** manifest.schema.LICENSE says where the schema is from. It has keywords of its own and formats that ajv does not know. */
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('./manifest.schema.json', import.meta.url), 'utf8')),
)

/** The sources of the Slack app, a call that is broken over lines put back into one. */
const folder = fileURLToPath(new URL('../../src/slack/', import.meta.url))
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'needs.ts')
  .map((file) => ({ file, text: readFileSync(folder + file, 'utf8').replace(/\s*\n\s*\??\./g, '.') }))

describe('the manifest is what Slack takes', () => {
  test("Slack's schema has no objection", () => {
    expect(objections(manifest)).toEqual([])
  })

  test("Slack's schema objects to what Slack would refuse", () => {
    const long = { ...manifest, display_information: { name: 'x'.repeat(36) } }
    expect(objections(long)).toEqual(['/display_information/name must NOT have more than 35 characters'])
    expect(objections({ ...manifest, scopes: [] })).toEqual([' must NOT have additional properties'])
  })

  test('over a socket, within one workspace, without token rotation, with buttons and direct messages', () => {
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: true,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
      interactivity: { is_enabled: true },
    })
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    })
  })

  test('nothing is listed twice', () => {
    const { bot, bot_optional } = oauth_config.scopes
    for (const list of [bot, bot_optional, settings.event_subscriptions.bot_events, NEEDS.map((need) => need.scope)])
      expect(list).toEqual(sorted(list))
  })
})

describe('scopes', () => {
  test('the manifest asks for what something needs, and for nothing else', () => {
    expect(oauth_config.scopes.bot).toEqual(NEEDS.map((need) => need.scope))
  })

  test('the manifest leaves to choice what the app works without', () => {
    const optional = NEEDS.filter((need) => need.optional).map((need) => need.scope)
    expect(oauth_config.scopes.bot_optional).toEqual(optional)
  })

  test('every scope is there for something, and says so beside it in the manifest', () => {
    for (const { scope, methods, events, others } of NEEDS) {
      expect([...methods, ...events, ...others], scope).not.toEqual([])
      const [, comment = ''] = manifestText.match(new RegExp(`^ +- ${scope} # (.+)$`, 'm')) ?? []
      for (const name of [...methods, ...events]) expect(comment, scope).toContain(name)
    }
  })
})

describe('methods', () => {
  const called = sorted(captured(/\b(?:web|quickWeb|client)\.((?:[a-z]\w*\.)+[a-z]\w*)\(/gi))
  const known = [...NEEDS.flatMap((need) => need.methods), ...METHODS_WITHOUT_SCOPE]

  test('calls are seen in the sources', () => {
    expect(called).toContain('chat.postMessage')
    expect(called).toContain('views.open')
    expect(called.length).toBeGreaterThan(5)
  })

  test('what is called is in the table, and what is in the table is called', () => {
    expect(sorted(known)).toEqual(called)
  })

  test('no call hides its method from this test', () => {
    expect(sorted(captured(/\.(apiCall|paginate|filesUploadV2|chatStream)\(/g))).toEqual([])
  })

  test('no method both needs a scope and needs none', () => {
    expect(METHODS_WITHOUT_SCOPE.filter((name) => NEEDS.some((need) => need.methods.includes(name)))).toEqual([])
  })
})

describe('events', () => {
  const subscribed = settings.event_subscriptions.bot_events
  const typesSubscribed = sorted(subscribed.map((name) => name.split('.')[0] ?? ''))

  test('the table has the events that the manifest subscribes to, and the reverse', () => {
    expect(sorted([...NEEDS.flatMap((need) => need.events), ...EVENTS_WITHOUT_SCOPE])).toEqual(subscribed)
  })

  test('the types that the code looks for are subscribed to, and the reverse', () => {
    const looked = sorted(captured(/\bevent\.type\s*[!=]==\s*'(\w+)'/g))
    const registered = sorted(captured(/\bapp\.event(?:<[^>]*>)?\(\s*'(\w+)'/g))
    expect(looked.length).toBeGreaterThan(0)
    expect(sorted([...looked, ...registered])).toEqual(typesSubscribed)
  })

  test.each(subscribed.filter((name) => name !== 'app_home_opened'))('%s is read', (name) => {
    expect(readEnvelope(envelopeOf(name), ourselves)?.incoming).toBeDefined()
  })

  test('a Home tab that was opened is not kept', () => {
    expect(readEnvelope(envelopeOf('app_home_opened'), ourselves)).toBeUndefined()
  })

  test('an event that nothing handles is not read', () => {
    expect(readEnvelope(envelopeOf('reaction_added'), ourselves)).toEqual({ key: 'Ev1', incoming: undefined })
  })
})

describe('commands and shortcuts', () => {
  const commands = sorted(captured(/\bapp\.command\(\s*'([^']+)'/g))
  const shortcuts = sorted(captured(/\bapp\.shortcut(?:<[^>]*>)?\(\s*\{[^}]*\bcallback_id: '([^']+)'/g))

  test('each registration in the sources is read', () => {
    expect(captured(/(\bapp\.command)\(/g)).toHaveLength(commands.length)
    expect(captured(/(\bapp\.shortcut)(?:<[^>]*>)?\(/g)).toHaveLength(shortcuts.length)
    expect([...commands, ...shortcuts].length).toBeGreaterThan(1)
  })

  test('the manifest declares what the code registers, and nothing else', () => {
    expect(sorted(features.slash_commands.map((it) => it.command))).toEqual(commands)
    expect(sorted(features.shortcuts.map((it) => it.callback_id))).toEqual(shortcuts)
  })

  test('the table has them, and the files', () => {
    expect(sorted(NEEDS.flatMap((need) => need.others))).toEqual(sorted([...commands, ...shortcuts, 'files']))
    expect(sources.some(({ text }) => text.includes('downloadText('))).toBe(true)
  })
})

const ourselves = { team: 'T1', user: 'U0BOT', bot: 'B0BOT' }

function envelopeOf(name: string): unknown {
  const [type = '', kind] = name.split('.')
  const message = { ts: '1.2', text: 'no space left on device', channel_type: kind?.replace(/s$/, '') }
  const user = type === 'member_joined_channel' ? ourselves.user : 'U1'
  const tokens = { bot: [ourselves.user] }
  const event = { ...message, type, channel: 'C1', user, ...(type === 'tokens_revoked' && { tokens }) }
  return { type: 'event_callback', event_id: 'Ev1', team_id: 'T1', event }
}

/** What Slack's schema says against a manifest. */
function objections(candidate: unknown): string[] {
  validate(candidate)
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

/** What the pattern's group holds wherever it matches in the sources. */
function captured(pattern: RegExp): string[] {
  return sources.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}
