import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { investigation } from '../store/samples.ts'
import { type Run, runMain } from './run-main.ts'

const MONDAY_9 = { weekday: 1, hour: 9, minute: 0, timeZone: 'UTC', language: 'en', setBy: 'U1', setAt: 0 } as const
const DUE = Date.parse('2026-11-16T09:00Z')

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-digest-'))
  await writeFile(join(folder, 'casebook.yml'), `database: ${join(folder, 'casebook.db')}\n`)
})
afterEach(() => rm(folder, { recursive: true }))

const LIBRARY = { CASEBOOK_KNOWLEDGE: fileURLToPath(new URL('../library', import.meta.url)) }

function digest(...args: readonly string[]): Promise<Run> {
  return runMain(['digest', '--dry-run', '--config', join(folder, 'casebook.yml'), ...args], LIBRARY)
}

test('prints the digest of a week while the app has the database open', async () => {
  const store = openSqliteStore(join(folder, 'casebook.db'))
  const asked = { asked: true, audience: 'thread', openedAt: DUE - 60_000 } as const
  await store.commit({ subscribe: { ...MONDAY_9, channel: 'C1' }, investigation: investigation('i1', asked) })
  await store.commit({ subscribe: { ...MONDAY_9, channel: 'C2' } })
  const { code, out } = await digest('--week', '2026-W47')
  const week = JSON.parse((await digest('--week', '2026-W47', '--json')).out)
  await store.close()
  expect(code).toBe(EXIT.done)
  expect(out).toMatch(/^C1:\nWhat this channel learned in 2026-W47\n1 question\n/)
  expect(out).toContain('C2: nothing to tell of 2026-W47')
  expect(week).toMatchObject([
    { channel: 'C1', asked: 1 },
    { channel: 'C2', asked: 0 },
  ])
})

test('says what is wrong with the week, and with a database that is not there', async () => {
  expect(await digest('--week', '2026-W47')).toMatchObject({
    code: EXIT.badInput,
    err: expect.stringContaining('no database'),
  })
  const store = openSqliteStore(join(folder, 'casebook.db'))
  await store.commit({ subscribe: { ...MONDAY_9, channel: 'C1' } })
  await store.close()
  expect(await digest('--week', 'last')).toMatchObject({
    code: EXIT.badInput,
    err: expect.stringContaining('2026-W47'),
  })
})
