import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { loadKit } from '../../src/casebook.ts'
import { caseFile } from '../../src/knowledge/case-file.ts'
import { listYaml } from '../../src/knowledge/load-library.ts'
import { readCase } from '../../src/knowledge/read-case.ts'
import { EMPTY_TEXT, readSections, withReviewed, writeSections } from '../../src/knowledge/write-sections.ts'
import type { CaseText } from '../../src/model/draft.ts'
import { SECTIONS, type Sections } from '../../src/model/draft-sections.ts'
import { SPOOL_SECTIONS } from '../drafts/spool-case.ts'

const library = fileURLToPath(new URL('../library', import.meta.url))
const shipped = fileURLToPath(new URL('../../knowledge', import.meta.url))
const proofs = fileURLToPath(new URL('.', import.meta.url))
const { kinds } = await loadKit()
const shippedCases = (await listYaml(shipped)).map((file) => textOf(shipped, file))

function textOf(folder: string, file: string): CaseText {
  const [, area = '', name = ''] = /^(.+)\/(.+)\.yml$/.exec(file) ?? []
  return {
    area,
    name,
    case: readFileSync(`${folder}/${file}`, 'utf8'),
    proof: readFileSync(`${proofs}/${file}`, 'utf8'),
  }
}

/** What a case file says; the form holds signatures before descriptions. */
function saidBy(text: string) {
  const { symptoms, ...rest } = caseFile.parse(parse(text))
  return { ...rest, symptoms: [...symptoms].sort((a, b) => Number('described' in a) - Number('described' in b)) }
}

function write(sections: Sections) {
  const { text, problems } = writeSections(EMPTY_TEXT, sections)
  expect(problems).toEqual([])
  return text
}

describe('sections of a case', () => {
  test('typed into nothing make a case that the library takes', () => {
    const text = withReviewed(write(SPOOL_SECTIONS), '2026-11-21')
    expect(text).toMatchObject({ area: 'storage', name: 'spool-full' })
    const read = readCase('knowledge/storage/spool-full.yml', text.case, kinds)
    expect(read.problems).toEqual([])
    expect(read.case).toMatchObject({
      title: { en: SPOOL_SECTIONS.title_en },
      appliesTo: [{ component: 'linux', versions: '>=4.9' }],
      signatures: [
        { strength: 'decisive', template: { source: 'cannot park job <job:id>: spool is at its limit' } },
        { strength: 'weak' },
      ],
      reviewed: '2026-11-21',
    })
    expect(parse(text.proof).matches).toEqual([{ paste: SPOOL_SECTIONS.matches }])
  })

  test('read back are what was typed, in YAML or in lines', () => {
    const shown = readSections(write(SPOOL_SECTIONS))
    const yaml = ['evidence', 'fix', 'references', 'confirmed_by', 'ruled_out_by'] as const
    for (const section of yaml) expect(parse(shown[section] ?? '')).toEqual(parse(SPOOL_SECTIONS[section]))
    expect(shown).toMatchObject({ ...SPOOL_SECTIONS, ...Object.fromEntries(yaml.map((it) => [it, shown[it]])) })
  })

  test('one by one change nothing else, and what changes nothing leaves every character', async () => {
    for (const file of await listYaml(library)) {
      const base = textOf(library, file)
      expect(writeSections(base, {}).text).toEqual(base)
      const again = writeSections(base, readSections(base))
      expect(again.problems).toEqual([])
      expect(parse(again.text.case)).toEqual(parse(base.case))
      expect(parse(again.text.proof)).toEqual(parse(base.proof))
      const { text } = writeSections(base, { title_en: 'Another title' })
      expect(text.proof).toBe(base.proof)
      expect(parse(text.case)).toEqual({
        ...parse(base.case),
        title: { ...parse(base.case).title, en: 'Another title' },
      })
    }
  })

  test.each(shippedCases.map((text) => [text.name, text] as const))('hold the whole of %s', (_, base) => {
    const again = writeSections(base, readSections(base))
    expect(again.problems).toEqual([])
    expect(saidBy(again.text.case)).toEqual(saidBy(base.case))
    expect(parse(again.text.proof)).toEqual(parse(base.proof))
  })

  test('that are emptied are gone', () => {
    const text = writeSections(write(SPOOL_SECTIONS), {
      evidence: '',
      described_en: '',
      described_zh: '',
      near_misses: ' ',
    })
    const { evidence, described_en, near_misses } = readSections(text.text)
    expect([evidence, described_en, near_misses]).toEqual([undefined, undefined, undefined])
  })

  test('that are not what they should be are refused, and nothing is written', () => {
    const base = write(SPOOL_SECTIONS)
    const { text, problems } = writeSections(base, { evidence: '- fact: [', fix: 'restart it', name: 'Storage Full!' })
    expect(text).toEqual(base)
    expect(problems.map(({ section }) => section)).toEqual(['evidence', 'fix', 'name'])
    expect(problems[1]?.message).toContain('list in YAML')
  })

  test('pastes are typed as they are, several of them with a line between', () => {
    const text = write({ matches: 'a: [1\n- b\n---\nsecond\n  line' })
    expect(parse(text.proof).matches).toEqual([{ paste: 'a: [1\n- b' }, { paste: 'second\n  line' }])
    const said = write({ near_misses: '- paste: x\n  instead: tmp-full' })
    expect(parse(said.proof).near_misses).toEqual([{ paste: 'x', instead: 'tmp-full' }])
  })

  test('nesting that would break the YAML parser is refused before it runs', () => {
    const { problems } = writeSections(EMPTY_TEXT, { evidence: `- ${'['.repeat(900)}` })
    expect(problems).toMatchObject([{ section: 'evidence', message: expect.stringContaining('levels deep') }])
  })
})

test('whatever is typed: it is refused, or it is kept and comes back the same', () => {
  const typed = fc.dictionary(
    fc.constantFrom(...SECTIONS),
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('- a: 1', '-', 'x: y', '---', '"', '- paste: |\n    x\n'),
    ),
  )
  fc.assert(
    fc.property(typed, (sections) => {
      const { text, problems } = writeSections(EMPTY_TEXT, sections)
      if (problems.length > 0) return
      const shown = readSections(text)
      const again = writeSections(EMPTY_TEXT, shown)
      expect(again.problems).toEqual([])
      expect(readSections(again.text)).toEqual(shown)
    }),
    { numRuns: 500 },
  )
})

test('whatever a shipped case says of siblings that nothing tells it from, it is typed, kept and read as it is', () => {
  const said = fc.array(fc.record({ case: fc.stringMatching(/^[a-z]{1,9}$/), why: text() }), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(fc.constantFrom(...shippedCases), said, (base, inseparable) => {
      const { text, problems } = writeSections(base, { inseparable: stringify(inseparable) })
      expect(problems).toEqual([])
      expect(saidBy(text.case)).toEqual({ ...saidBy(base.case), inseparable })
      expect(parse(readSections(text).inseparable ?? '')).toEqual(inseparable)
      const retyped = writeSections(text, readSections(text)).text
      expect(saidBy(retyped.case)).toEqual(saidBy(text.case))
    }),
    { numRuns: 100 },
  )
})

/** What the schema takes for a text. */
function text() {
  return fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom('yes', '- x', 'a: b', '"', '# x', 'x\n\n  y'),
    )
    .map((it) => it.trim())
    .filter((it) => it !== '')
}
