import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { cleanText, toJson } from '../../../src/store/sqlite/text.ts'
import { delivery } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const unit = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('\0', '\ud800', '\udbff', '\udc00', '\udfff', '\\', '"', 'u0000', "';--", '\u2028'),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) },
)
const hostile = fc.string({ unit, maxLength: 40 })

test('10,000 hostile strings read back clean, as values and as keys', async () => {
  const store = openSqliteStore(join(newFolder(), 'casebook.db'))
  const texts = fc.sample(hostile, { numRuns: 10_000, seed: 1 })
  expect(texts.filter((text) => text !== expected(text)).length).toBeGreaterThan(5000)
  const bodies = Array.from({ length: 100 }, (_, i) => texts.slice(100 * i, 100 * (i + 1)))
  for (const [i, body] of bodies.entries()) store.receive(delivery(`Ev${i}`, { body: { [`k${body[0]}`]: body } }))
  const read = (await store.undone(1000)).map((it) => it.body)
  expect(read).toEqual(bodies.map((body) => ({ [`k${expected(body[0] ?? '')}`]: body.map(expected) })))
  await store.close()
})

test('a line of 1 MB reads back', async () => {
  const store = openSqliteStore(join(newFolder(), 'casebook.db'))
  const line = 'no space left on device \ud83d\udcbe '.repeat(40_000)
  store.receive(delivery('Ev1', { body: { text: `${line}\0` } }))
  expect((await store.undone(1))[0]?.body).toEqual({ text: line })
  await store.close()
})

test('the JSON of any value is the JSON of its clean strings', () => {
  fc.assert(
    fc.property(fc.array(hostile), (texts) => {
      expect(JSON.parse(toJson(texts))).toEqual(texts.map(expected))
      expect(texts.map(cleanText)).toEqual(texts.map(expected))
    }),
  )
  expect([undefined, () => 1, Number.NaN, null].map(toJson)).toEqual(['null', 'null', 'null', 'null'])
})

/** Said another way than the store says it: UTF-8 has no half characters. */
function expected(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').split('\0').join('')
}
