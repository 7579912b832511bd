import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRecord, type JsonRecord, recordOf, recordsIn } from '../slack-double/json.ts'
import { problemsInBlocks } from '../slack-double/rules/blocks.ts'
import { blocksHtml } from './blocks-html.ts'
import { pageOf } from './page.ts'
import { palettePng } from './palette-png.ts'
import { chunksOf, readPng } from './read-png.ts'
import { NAMES, pictures } from './scenes.ts'

const all = await pictures()

/** What a reader of a page reads: no tags, no entities. */
function readable(html: string): string {
  const text = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, '')
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Every text that stands in blocks for people, whatever block it is in. */
function* textsIn(blocks: readonly JsonRecord[]): Generator<string> {
  for (const it of recordsIn(blocks.map(asShown)))
    for (const key of ['text', 'title', 'caption', 'name', 'url', 'initial_value', 'value'] as const) {
      const text = it[key]
      const isForPeople = key !== 'value' || typeof text === 'number'
      if ((typeof text === 'string' || typeof text === 'number') && isForPeople) yield String(text)
    }
}

/** A field that is filled in shows neither its placeholder nor the other options of a menu; a chart names each group once. */
function asShown(block: JsonRecord): unknown {
  return JSON.parse(JSON.stringify(block), (_, it: unknown) => {
    if (!isRecord(it)) return it
    const { placeholder, options, initial_option: chosen, axis_config: axis, ...rest } = it
    if (it.type === 'radio_buttons') return { ...rest, options }
    if (axis !== undefined) return { ...rest, groups: categoriesOf(axis).map((text) => ({ text })) }
    if (typeof it.label === 'string') return { value: it.value }
    return it.initial_value === undefined && chosen === undefined ? it : { ...rest, chosen }
  })
}

function categoriesOf(axis: unknown): readonly unknown[] {
  const { categories } = recordOf(axis)
  return Array.isArray(categories) ? categories : []
}

/** Mentions and links as their readers see them. */
function asRead(text: string): string {
  const named = text.replace(/<([@#])(\w+)>/g, (_, sign: string, id: string) => `${sign}${NAMES[id]}`)
  const linked = named.replace(/<https:[^|>]*\|([^>]*)>/g, '$1')
  return linked.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

describe.each(all)('the picture $name', ({ blocks, language, ...picture }) => {
  const page = pageOf({ blocks, language, ...picture })

  test('is of blocks that Slack takes, and has all their texts', () => {
    expect(blocks.length).toBeGreaterThan(2)
    expect(problemsInBlocks(blocks, picture.frame.kind === 'message' ? 'message' : picture.frame.kind)).toEqual([])
    const texts = [...textsIn(blocks)].map(asMrkdwnOrNot)
    expect(texts.length).toBeGreaterThan(10)
    const read = readable(page)
    const lost = texts.filter((text) => times(text, read) < texts.filter((it) => it === text).length)
    expect(lost).toEqual([])
  })

  test('fetches nothing, and is the same each time', async () => {
    expect(page).not.toMatch(/src=|href=|url\(|@import/)
    const again = (await pictures()).find(({ name }) => name === picture.name)
    expect(again && pageOf(again)).toBe(page)
  })

  function asMrkdwnOrNot(text: string): string {
    const isMrkdwn = [...recordsIn(blocks)].some((it) => it.type === 'mrkdwn' && it.text === text)
    return isMrkdwn ? asRead(text) : text
  }
})

test('the confirmed answer shows the verdict, its number and its node, in English and Chinese', () => {
  const [en, zh] = ['answer-confirmed', 'answer-confirmed.zh'].map((name) => {
    const picture = all.find((it) => it.name === name)
    return picture ? readable(pageOf(picture)) : ''
  })
  expect(en).toContain('Confirmed · high confidence · mount-max-exhausted')
  expect(en).toContain('98760 of 100000 mounts are in use in one mount namespace (98.8 %) (mount-table on gpu-node-17')
  expect(zh).toContain('已确认 · 高置信度 · mount-max-exhausted')
  expect(zh).toContain('98760 / 100000')
})

test.each<[string, JsonRecord]>([
  ['block', { type: 'carousel', elements: [] }],
  ['control', { type: 'actions', elements: [{ type: 'datepicker' }] }],
  ['piece of text', { type: 'rich_text', elements: [{ type: 'rich_text_list', elements: [] }] }],
  ['style', richText({ type: 'text', text: 'x', style: { strike: true } })],
  ['chart', { type: 'data_visualization', title: 'x', chart: { type: 'pie', segments: [] } }],
  ['person', richText({ type: 'user', user_id: 'U0NOBODY' })],
])('nothing is drawn of a %s that nobody knows', (_, block) => {
  expect(() => blocksHtml([block], NAMES)).toThrow(/in the pictures|no picture can be drawn/)
})

test('foreign text is text, wherever it stands', () => {
  const evil = '<script>alert(1)</script>&amp;'
  const plain = { type: 'plain_text', text: evil }
  const html = blocksHtml(
    [
      { type: 'header', text: plain },
      richText({ type: 'text', text: evil, style: { code: true } }),
      { type: 'input', label: plain, element: { type: 'plain_text_input', initial_value: evil } },
      { type: 'data_table', caption: evil, rows: [[{ type: 'raw_text', text: evil }]] },
    ],
    NAMES,
  )
  expect(html).not.toContain('<script')
  expect(readable(html).split(evil)).toHaveLength(7)
})

test('a PNG of few colours has the pixels that it was made of, nearly', () => {
  const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  fc.assert(
    fc.property(fc.array(colour, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (few, width) => {
      const height = 5
      const bytes = Buffer.from(Array.from({ length: width * height }, (_, i) => few[i % few.length] ?? []).flat())
      const png = palettePng({ width, height, depth: 3, bytes })
      const read = readPng(png)
      expect({ ...read, bytes: 0 }).toEqual({ width, height, depth: 1, bytes: 0 })
      const palette = chunksOf(png, 'PLTE')[0] ?? Buffer.alloc(0)
      const seen = [...read.bytes].flatMap((index) => [...palette.subarray(index * 3, index * 3 + 3)])
      expect(Math.max(...seen.map((it, i) => Math.abs(it - (bytes[i] ?? 0))))).toBeLessThanOrEqual(2)
    }),
  )
})

function times(text: string, read: string): number {
  return read.split(text).length - 1
}

function richText(span: JsonRecord): JsonRecord {
  return recordOf({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [span] }] })
}
