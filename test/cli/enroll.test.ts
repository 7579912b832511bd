import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { serveAppSocket } from '../../src/fleet/serve-app-socket.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { Camp } from '../fleet/camp.ts'
import { FakeAgent } from '../fleet/fake-agent.ts'
import { runMain } from './run-main.ts'

let camp: Camp
let configuration = ''
let stopServing: () => Promise<void>

beforeEach(async () => {
  camp = await Camp.open()
  configuration = join(camp.folder, 'casebook.yml')
  await writeFile(configuration, `database: ${join(camp.folder, 'casebook.db')}\n`)
  const { fleet, store, folder } = camp
  const log = { info: () => {}, warn: () => {} }
  const socket = await serveAppSocket({ database: join(folder, 'casebook.db'), fleet, store, log, now: Date.now })
  stopServing = () => socket.close()
})
afterEach(async () => {
  await stopServing()
  await camp.close()
})

describe('beside an app that runs', () => {
  test('a key is made, exchanged on the host, listed and revoked, and its agent disconnected', async () => {
    const made = await enroll(['db-1', '--label', 'rack=r7', '--label', 'pool=db', '--expires', '30m'])
    expect(made.out).toMatch(/^casebook-enrol-[0-9a-f]{16}-[0-9a-f]{64}\n$/)
    expect(made.err).toContain('shown once')
    expect((await enroll(['--list'])).out).toMatch(/^db-1 {2}invited until \d{4}-.* {2}rack=r7 {2}pool=db\n$/)

    const keyFile = join(camp.folder, 'agent.key')
    const exchanged = await exchange(keyFile, made.out)
    expect(exchanged).toMatchObject({ code: EXIT.done, out: `enrolled as db-1; its key is in ${keyFile}\n` })
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect((await enroll(['--list'])).out).toMatch(/^db-1 {2}enrolled \d{4}-/)

    const key = (await readFile(keyFile, 'utf8')).trim()
    const agent = camp.keep(await FakeAgent.connect(camp.with(key)))
    expect(camp.fleet.agentOf('db-1')?.labels).toEqual({ rack: 'r7', pool: 'db' })
    expect(await enroll(['--revoke', 'db-1'])).toMatchObject({
      code: EXIT.done,
      out: 'db-1 may not connect any more\n',
    })
    expect((await agent.whenClosed()).reason).toContain('agent-revoked')
    expect(await enroll(['--revoke', 'db-1'])).toMatchObject({ code: EXIT.negative, out: 'db-1 is not enrolled\n' })
    expect((await enroll(['--list'])).out).toBe('no host is enrolled\n')
  })

  test('a key that was used leaves no file behind', async () => {
    const { out } = await enroll(['db-1'])
    await exchange(join(camp.folder, 'first.key'), out)
    const second = join(camp.folder, 'second.key')
    const again = await exchange(second, out)
    expect(again).toMatchObject({ code: EXIT.badInput, err: expect.stringContaining('401 `key-unknown`') })
    await expect(stat(second)).rejects.toThrow('ENOENT')
  })

  test('a key is not sent when its answer could not be kept, nor to another authority or name', async () => {
    const { out } = await enroll(['db-1'])
    await writeFile(join(camp.folder, 'there.key'), '')
    expect((await exchange(join(camp.folder, 'there.key'), out)).err).toContain('it is there already')
    const elsewhere = join(camp.folder, 'x.key')
    expect((await exchange(elsewhere, out, ['--ca', camp.settings.tls.cert])).err).toContain('the key is not used up')
    expect((await exchange(elsewhere, out, ['--server-name', 'example.org'])).err).toContain('ALTNAME_INVALID')
    expect((await exchange(elsewhere, out)).code).toBe(EXIT.done)
  })

  test('as JSON', async () => {
    const made = JSON.parse((await enroll(['db-1', '--json'])).out)
    expect(made).toEqual({
      node: 'db-1',
      key: expect.stringMatching(/^casebook-enrol-/),
      labels: {},
      expiresAt: expect.stringMatching(/Z$/),
    })
    expect(JSON.parse((await enroll(['--list', '--json'])).out)).toEqual({
      hosts: [{ node: 'db-1', labels: {}, state: 'invited', at: made.expiresAt }],
    })
  })
})

describe('without an app', () => {
  test('the database is asked itself', async () => {
    const other = join(camp.folder, 'other.yml')
    await writeFile(other, `database: ${join(camp.folder, 'other.db')}\n`)
    expect((await enroll(['db-2'], other)).out).toMatch(/^casebook-enrol-/)
    expect((await enroll(['--list'], other)).out).toMatch(/^db-2 {2}invited/)
    const store = openSqliteStore(join(camp.folder, 'other.db'))
    expect((await store.hosts.invitations()).map(({ node }) => node)).toEqual(['db-2'])
    await store.close()
  })

  test('that takes agents it says what to set', async () => {
    await stopServing()
    stopServing = async () => {}
    expect(await enroll(['db-2'])).toMatchObject({
      code: EXIT.badInput,
      err: expect.stringContaining('takes no agents'),
    })
  })
})

test.each([
  [[], /expected the name of a node/],
  [['Not_A_Node'], /expected a name of small letters/],
  [['db-1', '--label', 'rack'], /expected key=value/],
  [['db-1', '--label', 'ra ck=1'], /expected a label/],
  [['db-1', '--expires', '0m'], /expected minutes, hours or days/],
  [['db-1', '--expires', '31d'], /at most 30d/],
  [['--at', 'http://casebook:8443', '--to', 'x'], /expected https/],
  [['--at', 'https://casebook:8443'], /expected --to FILE/],
])('%j is bad input', async (args, says) => {
  const { code, err } = await enroll(args)
  expect(err).toMatch(says)
  expect(code).toBe(EXIT.badInput)
})

function exchange(keyFile: string, key: string, more: readonly string[] = []) {
  const at = `https://127.0.0.1:${camp.fleet.port}`
  const ca = more.includes('--ca') ? [] : ['--ca', join(camp.folder, 'ca.crt')]
  return enroll(['--at', at, '--to', keyFile, ...ca, ...more], configuration, key)
}

function enroll(args: readonly string[], config = configuration, input = '') {
  return runMain(['enroll', ...args], { CASEBOOK_CONFIG: config }, input)
}
