import type { KnownBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDraftPressed } from '../../../src/messages/slack/draft-button.ts'
import {
  draftHistoryMessage,
  draftListMessage,
  reviewedMessage,
  reviewMessage,
  sentBackMessage,
} from '../../../src/messages/slack/draft-message.ts'
import {
  asField,
  draftView,
  failedView,
  loadingView,
  readDraftPlace,
  savedView,
} from '../../../src/messages/slack/draft-view.ts'
import { gapsMessage } from '../../../src/messages/slack/gaps-message.ts'
import { readSendBack, sendBackView } from '../../../src/messages/slack/send-back-view.ts'
import type { Draft } from '../../../src/model/draft.ts'
import { SECTIONS, type Sections } from '../../../src/model/draft-sections.ts'
import { problemsInBlocks } from '../../slack-double/rules/blocks.ts'
import { checkView } from '../../slack-double/rules/views.ts'
import { HOSTILE } from './hostile-view.ts'
import { wrongInMessage } from './limits.ts'
import { sampleCase } from './sample-view.ts'
import { visibleText } from './visible-text.ts'

const NONE = new Set<string>()
const language = fc.constantFrom('en', 'zh')
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('x'.repeat(2999), '挂'.repeat(3000), '"\\'.repeat(1500), '😀'.repeat(1600), 'a\n'.repeat(1400)),
)

function refused(view: ModalView): string[] {
  try {
    checkView(JSON.parse(JSON.stringify(view)), 'modal', NONE)
    return []
  } catch (error) {
    return [String(error), JSON.stringify(error)]
  }
}

describe('the form', () => {
  test('has every section with what is known, and what is not in it says so', () => {
    const view = draftView({ title_en: 'A title', fix: 'x'.repeat(3001) }, { channel: 'C1' }, 'en')
    const blocks = view.blocks as KnownBlock[]
    const inputs = blocks.flatMap((it) => (it.type === 'input' ? [it] : []))
    expect(inputs.map(({ block_id }) => block_id)).toEqual(['next', ...SECTIONS.filter((it) => it !== 'fix')])
    expect(inputs.find(({ block_id }) => block_id === 'title_en')?.element).toMatchObject({ initial_value: 'A title' })
    expect(JSON.stringify(view.blocks[0])).toContain('kept as it is: Fix')
  })

  test('is one that Slack takes, whatever the case says', () => {
    const sections = fc.record(Object.fromEntries(SECTIONS.map((it) => [it, hostile])))
    fc.assert(
      fc.property(sections, language, (filled, words) => {
        const place = { channel: 'C1', draft: 'd1', version: 3 }
        expect(refused(draftView(filled as Sections, place, words))).toEqual([])
        expect(refused(draftView({}, place, words, filled.fix))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('holds a text so that what nobody touched is not taken for a change', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(asField(asField(text))).toBe(asField(text))
      }),
    )
  })

  test('knows again what it is about', () => {
    for (const place of [{ channel: 'C1' }, { channel: 'C1', draft: 'd', version: 2 }])
      expect(readDraftPlace(JSON.stringify(place))).toEqual(place)
    for (const other of ['', 'null', '[]', '{"draft":"d"}', '{"channel":1}'])
      expect(readDraftPlace(other)).toBeUndefined()
  })
})

test('what is said once a draft is saved, while it is loaded and when it is not, Slack takes', () => {
  const problem = fc.record({ section: fc.constantFrom(...SECTIONS), message: hostile })
  fc.assert(
    fc.property(fc.array(problem, { maxLength: 60 }), hostile, fc.boolean(), language, (problems, id, sent, words) => {
      const near = Array.from({ length: 30 }, () => sampleCase(id))
      const saved = { sentForReview: sent, problems, siblings: near, alike: near }
      for (const view of [savedView(saved, words), loadingView(words), failedView(id || 'x', words)])
        expect(refused(view)).toEqual([])
    }),
  )
})

const draft: Draft = {
  id: 'd1',
  state: 'in-review',
  text: { area: 'storage', name: 'spool-full', case: 'title:\n  en: New\n', proof: '' },
  revision: 2,
  writers: ['U0000001'],
  channel: 'C1',
  live: undefined,
  review: 'draft:d1',
  changedAt: 1,
  version: 4,
}
const near = { replaces: undefined, siblings: [], alike: [] }
const seen = ([rich]: readonly { blocks?: KnownBlock[] }[]) => visibleText(rich?.blocks)

describe('why a draft comes back', () => {
  test('is asked in a form that Slack takes, which knows again what it is about', () => {
    for (const words of ['en', 'zh'] as const)
      expect(refused(sendBackView({ draft: 'd1', version: 4 }, words))).toEqual([])
    const { private_metadata: kept } = sendBackView({ draft: 'd1', version: 4 }, 'en')
    expect(readSendBack(kept ?? '')).toEqual({ draft: 'd1', version: 4 })
    expect(readSendBack('{"draft":1}')).toBeUndefined()
  })

  test('is told to who wrote it and pings nobody else, whatever it says', () => {
    fc.assert(
      fc.property(hostile, language, (why, words) => {
        const forms = sentBackMessage({ ...draft, state: 'draft', sentBack: why }, words)
        expect(forms.flatMap((form) => wrongInMessage(form, 'U0000001'))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('stands below whose it is', () => {
    const lines = seen(sentBackMessage({ ...draft, state: 'draft', sentBack: 'No source.\nNo proof.' }, 'en'))
    expect(lines).toEqual([
      '*Sent back: storage/spool-full*',
      'Written by @U0000001 ',
      '*Why it came back*',
      'No source.',
      'No proof.',
      '[Edit]',
    ])
  })
})

describe('what reviewers see', () => {
  test('of a new case is the case, what it is like, and what they may do with this version', () => {
    const review = { ...near, draft, case: sampleCase('spool-full'), siblings: [sampleCase('mounts')] }
    const forms = reviewMessage(review, 'en')
    const lines = seen(forms)
    expect(lines[0]).toBe('*To review: storage/spool-full*')
    expect(lines).toContain('*These cases have the same error text*')
    expect(lines).toContain('*Cause*')
    expect(lines).toContain('[Publish] [Send back] [Edit]')
    const buttons = forms[0]?.blocks?.flatMap((it) => (it.type === 'actions' ? it.elements : [])) ?? []
    const values = buttons.map((it) => readDraftPressed('value' in it ? String(it.value) : ''))
    expect(values).toEqual(buttons.map(() => ({ draft: 'd1', version: 4 })))
  })

  test('of a change is what it changes', () => {
    const live = {
      text: { ...draft.text, case: 'title:\n  en: Old\n' },
      revision: 1,
      by: 'U2',
      at: 1,
      replaces: undefined,
    }
    const lines = seen(reviewMessage({ ...near, draft: { ...draft, live }, case: sampleCase('spool-full') }, 'en'))
    expect(lines).toEqual(expect.arrayContaining(['*What changes*', '|   title:', '| -   en: Old', '| +   en: New']))
  })

  test('of a case that takes the place of one of the library says so', () => {
    const review = { ...near, draft, case: sampleCase('spool-full'), replaces: sampleCase('spool-full') }
    expect(seen(reviewMessage(review, 'zh'))).toContain('*! 它会取代案例库中同名的案例。*')
  })
})

test('every message about drafts is one that Slack takes, whatever the drafts say', () => {
  const text = fc.record({ area: hostile, name: hostile, case: hostile, proof: hostile })
  const states = fc.constantFrom('draft', 'in-review', 'published', 'retired')
  fc.assert(
    fc.property(
      text,
      text,
      states,
      fc.array(hostile, { maxLength: 5 }),
      language,
      (after, before, state, writers, words) => {
        const live = { text: before, revision: 1, by: 'U2', at: 1, replaces: undefined }
        const one = { ...draft, state, text: after, live, writers }
        const revisions = [before, after].map((it, i) => ({
          draft: 'd',
          number: i + 1,
          text: it,
          by: writers[0] ?? '',
          at: 1,
        }))
        const review = { ...near, draft: one, case: sampleCase(after.name), siblings: [sampleCase(before.name)] }
        const group = { template: after.case, count: 3, investigation: after.name }
        const messages = [
          reviewMessage(review, words),
          reviewMessage({ ...review, draft: { ...one, live: undefined } }, words),
          reviewedMessage(one, writers[0] ?? '', words),
          draftListMessage(
            Array.from({ length: 200 }, () => one),
            words,
          ),
          draftHistoryMessage(one, revisions, [revisions[0], revisions[1]], words),
          gapsMessage(
            Array.from({ length: 20 }, () => group),
            words,
          ),
        ]
        for (const form of messages.flat()) {
          expect(wrongInMessage(form)).toEqual([])
          expect(problemsInBlocks(JSON.parse(JSON.stringify(form.blocks ?? [])), 'message', NONE)).toEqual([])
        }
      },
    ),
    { numRuns: 150 },
  )
})
