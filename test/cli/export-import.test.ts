import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { readConfig } from '../../src/config.ts'
import { readTree } from '../../src/knowledge/case-tree.ts'
import { withReviewed, writeSections } from '../../src/knowledge/write-sections.ts'
import { main } from '../../src/main.ts'
import type { CaseText, Draft } from '../../src/model/draft.ts'
import type { Sections } from '../../src/model/draft-sections.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { EMPTY, SPOOL_SECTIONS } from '../drafts/spool-case.ts'

const SHIPPED = fileURLToPath(new URL('../..', import.meta.url))
const LIBRARY = fileURLToPath(new URL('../library', import.meta.url))
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A database of its own, and an empty library of files. */
async function newApp(name: string): Promise<{ config: string; database: string }> {
  const config = join(folder, `${name}.yml`)
  const database = join(folder, `${name}.db`)
  await writeFile(config, `database: ${database}\n`)
  return { config, database }
}

async function casebook(args: readonly string[], knowledge = join(folder, 'no-library')) {
  const said = { out: '', err: '' }
  const code = await main(args, {
    config: readConfig({ CASEBOOK_KNOWLEDGE: knowledge }),
    input: Readable.from([]),
    inputIsTerminal: false,
    write: (text) => {
      said.out += text
    },
    warn: (text) => {
      said.err += text
    },
    width: 80,
    color: false,
    watched: false,
  })
  return { code, ...said }
}

function spool(changed: Sections = {}): CaseText {
  return withReviewed(writeSections(EMPTY, { ...SPOOL_SECTIONS, ...changed }).text, '2026-11-21')
}

function published(text: CaseText, rest: Partial<Draft> = {}): Draft {
  const live = { text, revision: 1, by: 'U2', at: 1, replaces: undefined }
  const begun = { channel: 'C1', review: undefined, changedAt: 1, version: 1, revision: 1, writers: [] }
  return { id: `d-${text.name}`, state: 'published', text, live, ...begun, ...rest }
}

async function keep(database: string, ...drafts: readonly Draft[]): Promise<void> {
  const store = openSqliteStore(database)
  for (const draft of drafts) await store.commit({ draft: { draft } })
  await store.close()
}

/** Every file below a folder, by its path. */
async function filesIn(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name))
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(root.length), await readFile(file, 'utf8')] as const),
  )
  return Object.fromEntries(texts)
}

test('what is exported is imported into an empty Casebook and exported again the same; check passes on it', async () => {
  const [first, second] = [await newApp('first'), await newApp('second')]
  const retired = published({ ...spool(), name: 'spool-old' }, { state: 'retired', live: undefined })
  const pending = published(spool({ name: 'storage/never' }), { state: 'draft', live: undefined })
  await keep(first.database, published(spool()), retired, pending)
  const [there, back] = [join(folder, 'there'), join(folder, 'back')]

  const out = await casebook(['export', there, '--config', first.config])
  expect(out).toMatchObject({ code: EXIT.done, out: expect.stringContaining('1 published and 1 retired') })
  expect(Object.keys(await filesIn(there)).sort()).toEqual([
    '/knowledge/storage/spool-full.yml',
    '/retired/knowledge/storage/spool-old.yml',
    '/retired/test/knowledge/storage/spool-old.yml',
    '/test/knowledge/storage/spool-full.yml',
  ])
  const tree = ['--knowledge', join(there, 'knowledge'), '--proofs', join(there, 'test/knowledge')]
  expect(await casebook(['check', ...tree])).toMatchObject({ code: EXIT.done })

  expect(await casebook(['import', there, '--config', second.config])).toMatchObject({
    code: EXIT.done,
    out: '2 cases imported, 0 were there already\n',
  })
  await casebook(['export', back, '--config', second.config])
  expect(await filesIn(back)).toEqual(await filesIn(there))
  expect((await casebook(['import', there, '--config', second.config])).out).toContain('0 cases imported, 2 were there')
})

test('a case that was retired since leaves the place in which it was exported; other files stay', async () => {
  const { config, database } = await newApp('app')
  await keep(database, published(spool()))
  const there = join(folder, 'there')
  await casebook(['export', there, '--config', config])
  await writeFile(join(there, 'knowledge/storage/other.yml'), 'x')
  await keep(database, published(spool(), { version: 2, state: 'retired', live: undefined }))
  await casebook(['export', there, '--config', config])
  expect(Object.keys(await filesIn(there)).sort()).toEqual([
    '/knowledge/storage/other.yml',
    '/retired/knowledge/storage/spool-full.yml',
    '/retired/test/knowledge/storage/spool-full.yml',
  ])
})

test('one case with a mistake, and nothing is imported', async () => {
  const { config, database } = await newApp('app')
  await keep(database, published(spool()), published(spool({ name: 'storage/wrong', matches: 'something else' })))
  const [there, second] = [join(folder, 'there'), await newApp('second')]
  await casebook(['export', there, '--config', config])
  const { code, out, err } = await casebook(['import', there, '--config', second.config])
  expect([code, err]).toEqual([EXIT.negative, 'casebook: nothing was imported\n'])
  expect(out).toContain('knowledge/storage/wrong.yml: matches: the paste does not match wrong')
  expect((await casebook(['export', join(folder, 'back'), '--config', second.config])).err).toContain('no database')
})

test('a case without its proof is refused, and so is a database that the app works on', async () => {
  const { config, database } = await newApp('app')
  await mkdir(join(folder, 'there/knowledge/storage'), { recursive: true })
  await writeFile(join(folder, 'there/knowledge/storage/spool-full.yml'), spool().case)
  expect((await casebook(['import', join(folder, 'there'), '--config', config])).err).toContain('comes with its proof')
  await mkdir(join(folder, 'there/test/knowledge/storage'), { recursive: true })
  await writeFile(join(folder, 'there/test/knowledge/storage/spool-full.yml'), spool().proof)
  const store = openSqliteStore(database)
  expect((await casebook(['import', join(folder, 'there'), '--config', config])).err).toContain('Stop it first')
  await store.close()
  expect((await casebook(['import', join(folder, 'there'), '--config', config], LIBRARY)).code).toBe(EXIT.done)
})

test('every shipped case goes through a database and comes back character by character', {
  timeout: 120_000,
}, async () => {
  const [first, second] = [await newApp('first'), await newApp('second')]
  const tree = await readTree(SHIPPED)
  expect(tree.length).toBeGreaterThan(0)
  await keep(first.database, ...tree.map(({ text }) => published(text)))
  const [there, back] = [join(folder, 'there'), join(folder, 'back')]
  await casebook(['export', there, '--config', first.config])
  expect(await casebook(['import', there, '--config', second.config])).toMatchObject({
    out: `${tree.length} cases imported, 0 were there already\n`,
  })
  await casebook(['export', back, '--config', second.config])
  expect(await filesIn(back)).toEqual(await filesIn(there))
  expect(await readTree(back)).toEqual(tree)
})

/** Text that YAML reads as something else, breaks, or is long. */
const hostile = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom(
      'yes',
      '1e3',
      '- x',
      'a: b',
      '"',
      "'",
      '# x',
      '{',
      '|',
      '>-',
      'x\n\n  y\n',
      '\u2028',
      'x'.repeat(500),
    ),
  )
  .map((text) => `x${text}`)

test('whatever the texts of the cases are, export and import lose nothing', { timeout: 60_000 }, async () => {
  let round = 0
  const texts = fc.record({
    title_en: hostile,
    title_zh: hostile,
    cause_en: hostile,
    cause_zh: hostile,
    prevention_en: hostile,
    prevention_zh: hostile,
    described_en: hostile,
  })
  await fc.assert(
    fc.asyncProperty(texts, fc.boolean(), async (changed, isRetired) => {
      const name = `round-${++round}`
      const [first, second] = [await newApp(`${name}-a`), await newApp(`${name}-b`)]
      const text = spool(changed)
      await keep(first.database, published(text, isRetired ? { state: 'retired', live: undefined } : {}))
      const [there, back] = [join(folder, `${name}-there`), join(folder, `${name}-back`)]
      await casebook(['export', there, '--config', first.config])
      expect(await casebook(['import', there, '--config', second.config])).toMatchObject({
        out: '1 cases imported, 0 were there already\n',
      })
      await casebook(['export', back, '--config', second.config])
      expect(await filesIn(back)).toEqual(await filesIn(there))
      expect(Object.values(await filesIn(back)).sort()).toEqual([text.case, text.proof].sort())
    }),
    { numRuns: 15 },
  )
})
