import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { post } from '../samples.ts'
import { removeCompiled, startChild } from './child.ts'
import { newFolder } from './new-folder.ts'

const KILLS_PER_FILE = 100

afterAll(removeCompiled)

test('kill -9 in the middle of writing loses nothing that was acknowledged', { timeout: 240_000 }, async () => {
  const files = [newFolder(), newFolder()].map((folder) => join(folder, 'casebook.db'))
  await Promise.all(files.map(killOften))
})

test('what was being sent in a crash is unknown afterwards, and nothing else', async () => {
  const file = join(newFolder(), 'casebook.db')
  const before = openSqliteStore(file)
  await before.commit({ send: [post('a'), post('b', { channel: 'C2' })] })
  await before.settle('a', { state: 'sending' })
  await before.close()
  const after = openSqliteStore(file)
  expect((await after.due(0)).map(({ id, state, attempts }) => [id, state, attempts])).toEqual([
    ['a', 'unknown', 1],
    ['b', 'pending', 0],
  ])
  await after.close()
})

async function killOften(file: string): Promise<void> {
  let acknowledged = 0
  for (let kill = 0; kill < KILLS_PER_FILE; kill++) {
    const acks = await writeAndDie(file, `run${kill}`, 1 + ((kill * 7) % 40))
    acknowledged += acks.length
    expect(lost(file, acks)).toEqual([])
  }
  expect(acknowledged).toBeGreaterThan(KILLS_PER_FILE * 10)
  const store = openSqliteStore(file)
  await store.check()
  await store.close()
}

/** What the child printed before it was killed, which is after so many lines. */
async function writeAndDie(file: string, run: string, lines: number): Promise<string[]> {
  const child = startChild('test/store/sqlite/child-writer.ts', file, run)
  const acks: string[] = []
  const read = async () => {
    const { value, done } = await child.lines.next()
    if (!done) acks.push(value)
    return !done
  }
  while (acks.length < lines && (await read()));
  await child.kill()
  // It went on while we were not looking.
  while (await read());
  return acks
}

function lost(file: string, acks: readonly string[]): string[] {
  const db = new Database(file, { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const delivered = db.prepare('SELECT 1 FROM delivery WHERE key = ?')
    const outgoing = db.prepare('SELECT 1 FROM outgoing JOIN delivery ON key = id WHERE id = ? AND done = 1')
    return acks.filter((ack) => {
      const [what, id] = ack.split(' ')
      return (what === 'delivery' ? delivered : outgoing).get(id) === undefined
    })
  } finally {
    db.close()
  }
}
