import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { openCasebook } from '../src/casebook.ts'
import { withReviewed, writeSections } from '../src/knowledge/write-sections.ts'
import { type LiveCasebook, openLiveCasebook } from '../src/live-casebook.ts'
import type { CaseText, Live } from '../src/model/draft.ts'
import { EMPTY, SPOOL_SECTIONS } from './drafts/spool-case.ts'

const files = await openCasebook(fileURLToPath(new URL('library', import.meta.url)))
const SPOOL = withReviewed(writeSections(EMPTY, SPOOL_SECTIONS).text, '2026-11-21')
const PASTE = 'Nov 21 10:00:00 print-2 spoolerd: cannot park job 99: spool is at its limit'

let live: LiveCasebook
beforeEach(() => {
  live = openLiveCasebook(files)
})

function published(text: CaseText, rest: Partial<Live> = {}): Live {
  return { text, revision: 1, by: 'U2', at: 1, replaces: undefined, ...rest }
}

function answer(paste = PASTE) {
  const [best] = live.matcher.match(paste).matches
  return best && [best.case.id, best.confidence]
}

describe('a published case', () => {
  test('answers from the moment on at which it is published, beside those of the files', () => {
    expect(answer()).toBeUndefined()
    live.publish([published(SPOOL)])
    expect(answer()).toEqual(['spool-full', 'high'])
    expect(live.cases).toHaveLength(files.cases.length + 1)
    expect(live.fingerprints.has('spool-full')).toBe(true)
    expect(live.revision).not.toBe(files.revision)
  })

  test('that is retired answers no more, and the library is the one of the files', () => {
    live.publish([published(SPOOL)])
    live.publish([])
    expect(answer()).toBeUndefined()
    expect([live.revision, live.cases]).toEqual([files.revision, files.cases])
  })

  test('leaves whoever holds the library of before with that one, whole', () => {
    const before = live.matcher
    live.publish([published(SPOOL)])
    expect(before.match(PASTE).matches).toEqual([])
  })

  test('that cannot be read any more is left out, and said', () => {
    live.publish([
      published({ ...SPOOL, case: SPOOL.case.replaceAll('filesystem', 'frobnicator') }),
      published({ ...SPOOL, name: 'spool-two' }),
    ])
    expect(live.cases.map(({ id }) => id)).toContain('spool-two')
    expect(live.cases.map(({ id }) => id)).not.toContain('spool-full')
    expect(live.problems.map(({ file }) => file)).toContain('published/storage/spool-full.yml')
  })
})

describe('of a file and a published case with one id', () => {
  const text = { ...SPOOL, area: 'storage', name: 'tmp-full' }

  test('the published one answers that was written to replace this file', () => {
    live.publish([published(text, { replaces: live.fileFingerprint('tmp-full') })])
    expect(answer()).toEqual(['tmp-full', 'high'])
    expect(live.cases).toHaveLength(files.cases.length)
  })

  test.each([undefined, '0123456789ab'])('the file answers that came or changed since (%s)', (replaces) => {
    live.publish([published(text, { replaces })])
    expect(answer()).toBeUndefined()
    expect(live.revision).toBe(openLiveCasebook(files).revision)
  })
})

describe('checking a draft', () => {
  test('finds nothing wrong with a whole case, and what it is like', () => {
    expect(live.writing.check(SPOOL)).toMatchObject({ case: { id: 'spool-full' }, problems: [], siblings: [] })
    const twin = { ...SPOOL, name: 'spool-again' }
    live.publish([published(SPOOL)])
    const { siblings, alike } = live.writing.check(twin)
    expect([siblings, alike].map((it) => it.map(({ id }) => id))).toEqual([['spool-full'], ['spool-full']])
  })

  test('says of each mistake in which section it is', () => {
    const wrong = writeSections(SPOOL, {
      name: '',
      title_zh: '',
      signatures: 'strong: <nonsense>',
      evidence: SPOOL_SECTIONS.evidence.replace('inodesUsedPercent >= 99.0', 'inodesUsedPerent > 1.0'),
      fix: '- do: { en: a, zh: b }',
      near_misses: SPOOL_SECTIONS.matches,
    })
    const sections = live.writing.check(wrong.text).problems.map(({ section }) => section)
    expect(sections).toEqual(expect.arrayContaining(['name', 'title_zh', 'fix']))
    const { text } = writeSections(wrong.text, {
      name: 'storage/spool-full',
      title_zh: '标题',
      fix: SPOOL_SECTIONS.fix,
    })
    const second = live.writing.check(text)
    expect(second.problems.map(({ section }) => section)).toEqual(['signatures', 'evidence'])
    expect(second.problems[1]?.message).toContain('Did you mean `inodesUsedPercent`')
  })

  test('holds the proof against the library with the case in it', () => {
    const { text } = writeSections(SPOOL, { near_misses: SPOOL_SECTIONS.matches, matches: 'nothing of it' })
    expect(live.writing.check(text).problems).toMatchObject([
      { section: 'matches', message: expect.stringContaining('does not match') },
      { section: 'near_misses', message: expect.stringContaining('is answered with spool-full') },
    ])
  })

  test('of an empty draft names what is missing', () => {
    const sections = live.writing.check(EMPTY).problems.map(({ section }) => section)
    for (const section of ['name', 'title_en', 'evidence', 'fix', 'references', 'matches', 'ruled_out_by'])
      expect(sections).toContain(section)
  })
})
