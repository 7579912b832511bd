import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { readConfig } from '../../src/config.ts'
import { withReviewed, writeSections } from '../../src/knowledge/write-sections.ts'
import { EMPTY, SPOOL_SECTIONS } from '../drafts/spool-case.ts'
import { type Run, runMain } from './run-main.ts'

const PAGES = ['cases.md', 'commands.md', 'facts.md', 'probes.md']
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-reference-'))
  await mkdir(join(folder, 'docs'))
  await writeCase('knowledge', SPOOL_SECTIONS.title_en)
})
afterEach(() => rm(folder, { recursive: true }))

async function writeCase(library: string, title_en: string): Promise<void> {
  const { text } = writeSections(EMPTY, { ...SPOOL_SECTIONS, title_en })
  await put(`${library}/storage/spool-full.yml`, withReviewed(text, '2026-11-21').case)
  await put('proofs/storage/spool-full.yml', text.proof)
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(join(folder, file, '..'), { recursive: true })
  await writeFile(join(folder, file), text)
}

/** Runs `check` as in a checkout that lies in the folder. */
async function check(...more: readonly string[]): Promise<Run> {
  const reference = { of: join(folder, 'knowledge'), folder: join(folder, 'docs/reference') }
  const config = readConfig({ CASEBOOK_KNOWLEDGE: reference.of, CASEBOOK_PROOFS: join(folder, 'proofs') })
  return runMain(['check', ...more], {}, '', { config: { ...config, reference } })
}

async function pages(): Promise<Record<string, string>> {
  const names = (await readdir(join(folder, 'docs/reference'))).sort()
  const texts = names.map(async (name) => [name, await readFile(join(folder, 'docs/reference', name), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(texts))
}

const STALE = /^docs\/reference\/([a-z]+\.md):(\d+): .*run `npm run -s dev -- check --write-reference`$/gm

test('a reference that is missing is stale, page by page; written, it is not', async () => {
  const missing = await check()
  expect(missing.code).toBe(EXIT.negative)
  expect([...missing.out.matchAll(STALE)].map(([, name]) => name)).toEqual(PAGES)

  const written = await check('--write-reference')
  expect([written.code, written.out]).toEqual([EXIT.done, '1 cases and 1 proofs read, 0 problems\n'])
  const first = await pages()
  expect(Object.keys(first)).toEqual(PAGES)
  expect(first['cases.md']).toContain(SPOOL_SECTIONS.title_zh)
  expect(first['facts.md']).toContain('## filesystem\n')
  expect(first['probes.md']).toContain('## filesystems\n')

  expect((await check()).code).toBe(EXIT.done)
  await check('--write-reference')
  expect(await pages()).toEqual(first)
})

test('a case that changed makes the page of the cases stale, and no other; so does a hand that changed a page', async () => {
  await check('--write-reference')
  await writeCase('knowledge', 'Another | title')
  const changed = await check()
  expect([...changed.out.matchAll(STALE)].map(([, name]) => name)).toEqual(['cases.md'])
  expect(changed.code).toBe(EXIT.negative)
  await check('--write-reference')
  const lines = (await pages())['probes.md']?.split('\n').length ?? 0
  await appendFile(join(folder, 'docs/reference/probes.md'), 'and more\n')
  expect([...(await check()).out.matchAll(STALE)].map(([, ...it]) => it)).toEqual([['probes.md', String(lines)]])
})

test('a page of nothing is found, and goes', async () => {
  await check('--write-reference')
  await put('docs/reference/verbs.md', 'x')
  expect([...(await check()).out.matchAll(STALE)].map(([, name]) => name)).toEqual(['verbs.md'])
  expect((await check('--write-reference')).code).toBe(EXIT.done)
  expect(Object.keys(await pages())).toEqual(PAGES)
})

test('the library of somebody else is not held to it, and is not written into it', async () => {
  await writeCase('theirs', 'Another title')
  const theirs = ['--knowledge', join(folder, 'theirs')]
  expect(await check(...theirs)).toMatchObject({ code: EXIT.done, out: '1 cases and 1 proofs read, 0 problems\n' })
  const refused = await check(...theirs, '--write-reference')
  expect([refused.code, refused.err]).toEqual([EXIT.badInput, expect.stringContaining('comes with Casebook')])
  expect(await readdir(join(folder, 'docs'))).toEqual([])
})

test('an installed package brings no docs, and its library is well', async () => {
  await rm(join(folder, 'docs'), { recursive: true })
  expect((await check()).code).toBe(EXIT.done)
})

test('of a library with a mistake nothing is written, and nothing is called stale', async () => {
  await put('knowledge/storage/wrong.yml', 'title: 3')
  const { code, out, err } = await check('--write-reference')
  expect([code, err]).toEqual([EXIT.negative, expect.stringContaining('docs/reference is not written')])
  expect(out).toContain('knowledge/storage/wrong.yml')
  expect(out).not.toMatch(STALE)
  expect(await readdir(join(folder, 'docs'))).toEqual([])
})
