import { describe, expect, test } from 'vitest'
import { type Arrival, reasonToIgnore } from '../../src/investigation/silence.ts'

const watched: Arrival = {
  kind: 'channel',
  mode: 'watch',
  asked: false,
  byUs: false,
  bot: undefined,
  allowedBots: ['B1'],
  followsUp: false,
  addressedToOther: false,
  external: false,
  externalAllowed: false,
}

describe('a message is looked at', () => {
  test.each<[string, Partial<Arrival>]>([
    ['in a watched channel', {}],
    ['when we are mentioned', { mode: 'mention', asked: true }],
    ['in the thread of an investigation, where mentions are answered', { mode: 'mention', followsUp: true }],
    ['when we are mentioned together with somebody else', { asked: true, addressedToOther: true }],
    ['in a direct message', { kind: 'direct', mode: 'mention', asked: true }],
    ['of a bot on the list, where alerts are read', { mode: 'alerts', bot: 'B1' }],
    ['of a person, where alerts are read', { mode: 'alerts' }],
    ['in a shared channel that is allowed', { external: true, externalAllowed: true }],
  ])('%s', (_name, some) => {
    expect(reasonToIgnore({ ...watched, ...some })).toBeUndefined()
  })
})

describe('a message is not looked at', () => {
  test.each<[string, Partial<Arrival>]>([
    ['when it is ours', { byUs: true, asked: true }],
    ['without a mention, where mentions are answered', { mode: 'mention' }],
    ['in a channel that is off, also when asked', { mode: 'off', asked: true }],
    ['in the thread of an investigation, where we are off by now', { mode: 'off', followsUp: true }],
    [
      'in the thread of an investigation, when it is addressed to somebody else',
      { followsUp: true, addressedToOther: true },
    ],
    ['of a bot where alerts are not read', { bot: 'B1' }],
    ['of a bot that is not on the list', { mode: 'alerts', bot: 'B2' }],
    ['of a bot that writes to us directly', { kind: 'direct', bot: 'B1', asked: true }],
    ['when it is addressed to somebody else', { addressedToOther: true }],
    ['in a shared channel that is not allowed, also when asked', { external: true, asked: true }],
  ])('%s', (_name, some) => {
    expect(reasonToIgnore({ ...watched, ...some })).toBeTruthy()
  })
})
