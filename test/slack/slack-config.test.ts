import { describe, expect, test } from 'vitest'
import type { SlackEnvironment } from '../../src/config.ts'
import { readSlackConfig } from '../../src/slack/slack-config.ts'

const tokens: SlackEnvironment = {
  botToken: 'xoxb-1',
  appToken: 'xapp-1',
  signingSecret: 's',
  apiUrl: undefined,
  filesUrl: undefined,
}

test('tokens alone make a working configuration: quiet, over a socket', () => {
  expect(readSlackConfig(tokens, undefined)).toMatchObject({
    transport: { kind: 'socket', appToken: 'xapp-1' },
    defaultMode: 'mention',
    apiUrl: 'https://slack.com/api/',
    alertBots: [],
    externalChannels: [],
    keepPastesDays: 30,
  })
})

test('a file sets the rest', () => {
  expect(
    readSlackConfig(tokens, 'transport: http\nport: 4000\nalert_bots: [B012AB3CD]\ndefault_mode: watch\n'),
  ).toMatchObject({
    transport: { kind: 'http', signingSecret: 's', port: 4000 },
    alertBots: ['B012AB3CD'],
    defaultMode: 'watch',
  })
})

describe('every problem is listed at once, with what to do', () => {
  test.each<[string, Partial<SlackEnvironment>, string | undefined, RegExp[]]>([
    [
      'no tokens',
      { botToken: undefined, appToken: undefined },
      undefined,
      [/2 problems/, /SLACK_BOT_TOKEN is missing: copy/, /SLACK_APP_TOKEN is missing: make/],
    ],
    [
      'tokens in each other’s place',
      { botToken: 'xapp-1', appToken: 'xoxb-1' },
      undefined,
      [/must start with xoxb-/, /must start with xapp-/],
    ],
    ['http without its secret', { signingSecret: '' }, 'transport: http', [/SLACK_SIGNING_SECRET is missing/]],
    [
      'an unknown setting and a bad one',
      {},
      'colour: red\nport: many',
      [/unknown setting `colour`/, /`port` must be a port/],
    ],
    [
      'a time too short to know a delivery again',
      {},
      'keep_pastes_days: 0.5',
      [/`keep_pastes_days` must be at least 1/],
    ],
    ['a name instead of an id', {}, 'alert_bots: [alertmanager]', [/`alert_bots\.0` must be the id of a bot/]],
    ['broken YAML', { botToken: '' }, 'a: [', [/not valid YAML/, /SLACK_BOT_TOKEN/]],
    ['an alias bomb', {}, 'a: &a [1]\nadmins: *a', [/./]],
  ])('%s', (_name, environment, yaml, expected) => {
    for (const part of expected) expect(() => readSlackConfig({ ...tokens, ...environment }, yaml)).toThrow(part)
  })
})
