import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writtenPeriod } from '../../../src/messages/slack/moment.ts'
import { moreView } from '../../../src/messages/slack/more-view.ts'
import { mutesMessage } from '../../../src/messages/slack/mutes-message.ts'
import { mutedWords, quietText } from '../../../src/messages/slack/quiet-parts.ts'
import type { Mute } from '../../../src/model/mute.ts'
import { permalinkOf } from '../../../src/slack/permalink.ts'
import { HOSTILE, hostileView } from './hostile-view.ts'
import { wrongInMessage, wrongInView } from './limits.ts'

const MINUTE_MS = 60_000
const NOON = Date.UTC(2026, 10, 21, 12)
const muted: Mute = { caseId: 'c', channel: 'C1', node: undefined, by: 'U1', byName: 'Bob', at: 0, until: NOON }

describe('that a case is muted', () => {
  test.each<[Partial<Mute>, string, string]>([
    [
      {},
      'Muted in this channel until 2026-11-21 12:00:00 UTC by Bob',
      'Bob已将此案例在此频道静音至 2026-11-21 12:00:00 UTC',
    ],
    [{ channel: undefined, node: 'n7' }, 'Muted in all channels for n7 until', '在所有频道(节点 n7)静音至'],
    [{ byName: '' }, 'by somebody', '某人已将'],
  ])('%o', (some, en, zh) => {
    expect(mutedWords({ ...muted, ...some }, 'en')).toContain(en)
    expect(mutedWords({ ...muted, ...some }, 'zh')).toContain(zh)
  })

  test('lists of any length and names of any kind keep every limit and ping nobody', () => {
    const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 300 }))
    const mute = fc.record({
      caseId: text,
      channel: text,
      node: text,
      by: text,
      byName: text,
      at: fc.nat(),
      until: fc.nat(),
    })
    fc.assert(
      fc.property(
        fc.array(mute, { maxLength: 80 }),
        fc.constantFrom('en' as const, 'zh' as const),
        (mutes, language) => {
          expect(mutesMessage(mutes, language).flatMap((form) => wrongInMessage(form))).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('how often an error came again', () => {
  const recurred = { times: 14, since: NOON + 2 * MINUTE_MS, lastAt: NOON + 31 * MINUTE_MS, newest: undefined }

  test('says how often, since when and when last, and where the newest is', () => {
    expect(quietText({ recurred, language: 'en' })).toEqual(['Seen 14 times since 12:02 UTC, last 12:31 UTC'])
    const newest = 'https://acme.slack.com/archives/C1/p1700000000000100?thread_ts=1.2&cid=C1'
    expect(quietText({ recurred: { ...recurred, newest }, language: 'zh' })).toEqual([
      '自 12:02 UTC 起出现 14 次,最近一次 12:31 UTC. 最新: https://acme.slack.com/archives/C1/p1700000000000100?thread_ts=1.2&amp;cid=C1',
    ])
  })

  test('names the days when there are two, and never a time that is not there', () => {
    expect(writtenPeriod(NOON, NOON + 12 * 60 * MINUTE_MS)).toEqual(['2026-11-21 12:00 UTC', '2026-11-22 00:00 UTC'])
    const time = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(Number.NaN, Infinity))
    fc.assert(
      fc.property(time, time, (from, to) => {
        const isOneDay = dayOf(from) === dayOf(to)
        expect(writtenPeriod(from, to)).toEqual([from, to].map((at) => minuteOf(at, isOneDay)))
      }),
    )
  })
})

function dayOf(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : 'no day'
}

function minuteOf(at: number, withoutDay: boolean): string {
  if (!Number.isFinite(at)) return '?'
  const minute = `${new Date(at).toISOString().slice(11, 16)} UTC`
  return withoutDay ? minute : `${dayOf(at)} ${minute}`
}

test('the view of everything keeps the limits of a modal also with the button that mutes, and with what came of it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...HOSTILE), fc.boolean(), fc.string({ maxLength: 400 }), (text, isMuted, note) => {
      const { muted: hostileMute, ...view } = hostileView(() => text, 4)
      const shown = isMuted && hostileMute ? { ...view, muted: hostileMute } : view
      const more = moreView(shown, { mutable: true, note })
      expect(wrongInView(more)).toEqual([])
      expect(JSON.stringify(more.blocks).includes('"action_id":"mute"')).toBe(!isMuted)
    }),
    { numRuns: 40 },
  )
})

describe('the address of a message', () => {
  const workspace = 'https://acme.slack.com/'

  test('is that of its thread when it stands in one', () => {
    expect(permalinkOf(workspace, 'C1', { message: '1700000000.000100', thread: '1700000000.000100' })).toBe(
      'https://acme.slack.com/archives/C1/p1700000000000100',
    )
    expect(permalinkOf(workspace, 'C1', { message: '1700000001.000100', thread: '1700000000.000100' })).toBe(
      'https://acme.slack.com/archives/C1/p1700000001000100?thread_ts=1700000000.000100&cid=C1',
    )
  })

  test('is nothing when the workspace or the message has none', () => {
    const at = { message: '1.1', thread: '1.1' }
    expect(permalinkOf(undefined, 'C1', at)).toBeUndefined()
    expect(permalinkOf('http://acme.slack.com/', 'C1', at)).toBeUndefined()
    expect(permalinkOf(workspace, 'C1', { ...at, message: 'id-7' })).toBeUndefined()
  })
})
