import type { HomeView, KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Home, homeView, readMode } from '../../../src/messages/slack/home-view.ts'
import type { Draft } from '../../../src/model/draft.ts'
import { CHANNEL_MODES } from '../../../src/model/investigation.ts'
import { brokenMarkupIn, pingsIn } from '../../slack-double/rules/markup.ts'
import { checkView } from '../../slack-double/rules/views.ts'
import { HOSTILE } from './hostile-view.ts'
import { sampleCase } from './sample-view.ts'

const THREAD = 'https://example.slack.com/archives/C0123456/p1795167660000100'
const NONE = new Set<string>()
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('x'.repeat(5000), '挂'.repeat(5000), '<'.repeat(5000), '"\\'.repeat(2000), '😀'.repeat(2000)),
)
const channel = fc.oneof(text, fc.constantFrom('C0123456', 'G0123456', 'D0123456'))
const link = fc.oneof(
  text,
  text.map((it) => `https://example.slack.com/archives/C1/p1?${it}`),
  fc.constant(THREAD),
)
const mode = fc.constantFrom(...CHANNEL_MODES)
const count = fc.oneof(fc.nat(), fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.NaN, -1))
const many = { maxLength: 40 }

const draft: fc.Arbitrary<Draft> = fc.record({
  id: fc.string({ maxLength: 40 }),
  state: fc.constant('in-review' as const),
  text: fc.record({ area: text, name: text, case: text, proof: text }),
  revision: fc.nat(),
  writers: fc.array(text, { maxLength: 3 }),
  channel: text,
  live: fc.constant(undefined),
  review: fc.constant(undefined),
  changedAt: fc.nat(),
  version: fc.nat(),
})

const home: fc.Arbitrary<Home> = fc.record({
  language: fc.constantFrom('en', 'zh'),
  notice: fc.option(text, { nil: undefined }),
  search: fc.option(
    fc.record({
      query: text,
      found: fc.array(
        fc
          .record({ id: text, title: text })
          .map(({ id, title }) => ({ ...sampleCase(id), title: { en: title, zh: title } })),
        many,
      ),
    }),
    { nil: undefined },
  ),
  investigations: fc.array(
    fc.record({
      title: fc.option(text, { nil: undefined }),
      channel,
      link: fc.option(link, { nil: undefined }),
      openForMs: count,
    }),
    many,
  ),
  drafts: fc.array(fc.record({ draft, mayBePublished: fc.boolean() }), many),
  library: fc.record({ cases: count, areas: count, published: count, doubtful: count, revision: text }),
  sockets: fc.option(fc.record({ open: count, of: count }), { nil: undefined }),
  admin: fc.option(
    fc.record({ channels: fc.array(fc.record({ channel, mode }), many), defaultMode: mode, agents: count }),
    { nil: undefined },
  ),
})

function refused(view: HomeView): string[] {
  try {
    checkView(JSON.parse(JSON.stringify(view)), 'home', NONE)
    return []
  } catch (error) {
    return [String(error), JSON.stringify(error)]
  }
}

const EMPTY: Home = {
  language: 'en',
  notice: undefined,
  search: undefined,
  investigations: [],
  drafts: [],
  library: { cases: 2, areas: 1, published: 0, doubtful: 0, revision: 'abc' },
  sockets: undefined,
  admin: undefined,
}

describe('the Home tab', () => {
  test('is one that Slack takes, whatever it holds and however much, and pings nobody', () => {
    fc.assert(
      fc.property(home, (it) => {
        const view = homeView(it)
        expect(refused(view)).toEqual([])
        expect(pingsIn({ ...view })).toEqual([])
        expect(brokenMarkupIn({ ...view })).toEqual([])
        expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(100_000)
      }),
      { numRuns: 200 },
    )
  })

  test('the check sees what Slack would refuse', () => {
    expect(refused({ type: 'home', blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) })).not.toEqual([])
  })

  test('says how much of a long list is left out', () => {
    const channels = Array.from({ length: 13 }, (_, i) => ({ channel: `C000${i}`, mode: 'watch' as const }))
    const { blocks } = homeView({ ...EMPTY, admin: { channels, defaultMode: 'mention', agents: 3 } })
    const selects = (blocks as KnownBlock[]).filter(
      (it) => it.type === 'section' && it.accessory?.type === 'static_select',
    )
    expect(selects).toHaveLength(10)
    expect(JSON.stringify(blocks)).toContain('(3 more)')
    expect(JSON.stringify(blocks)).toContain('Everywhere else: when mentioned.')
  })

  test('counts in the connections and the agents where there are any to tell of', () => {
    const plain = JSON.stringify(homeView(EMPTY))
    expect(plain).toContain('Cases in the library: 2, areas: 1, revision abc')
    expect(plain).not.toMatch(/Connections|Agents/)
    expect(JSON.stringify(homeView({ ...EMPTY, sockets: { open: 1, of: 2 } }))).toContain(
      'Connections to Slack: 1 of 2',
    )
  })
})

describe('an open investigation', () => {
  const of = (link: string | undefined) =>
    JSON.stringify(
      homeView({ ...EMPTY, investigations: [{ title: 'A case', channel: 'C0123456', link, openForMs: 60_000 }] }),
    )

  test('leads to its thread', () => {
    expect(of(THREAD)).toContain(`<${THREAD}|to the thread>`)
  })

  test.each([undefined, 'http://example.com/archives/C1/p1', `${THREAD}|<!here>`, `${THREAD}?x=<@U1>`])(
    'leads nowhere by %j',
    (link) => {
      expect(of(link)).not.toContain('to the thread')
    },
  )
})

describe('the mode of a channel', () => {
  test('is read from what an option of ours says', () => {
    expect(readMode('C0123456:watch')).toEqual({ channel: 'C0123456', mode: 'watch' })
  })

  test.each(['', 'C0123456', 'C0123456:loud', 'D0123456:watch', '<!here>:watch', ':off'])(
    'is not read from %j',
    (it) => {
      expect(readMode(it)).toBeUndefined()
    },
  )
})
