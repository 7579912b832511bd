import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeAuthority } from '../fleet/certificates.ts'
import { AppServer } from './connection/app-server.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const MAIN = join(SRC, 'agent/main.ts')

describe('what an agent loads', () => {
  /** Found by their folders, and so by no import. */
  const folders = ['facts', 'agent/probes'].flatMap((folder) =>
    readdirSync(join(SRC, folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(SRC, folder, name)),
  )

  test('is neither Slack nor a database: of packages only ws and zod', () => {
    const { files, packages } = reach([MAIN, join(SRC, 'agent/children/entry.ts'), ...folders])
    expect(files.size).toBeGreaterThan(100)
    expect([...packages].filter((name) => !name.startsWith('node:')).sort()).toEqual(['ws', 'zod'])
  })

  test('in its children is no network server, and no process is started there', () => {
    const { packages } = reach([
      join(SRC, 'agent/children/entry.ts'),
      ...folders.filter((file) => !file.includes('/facts/')),
    ])
    expect(packages).not.toContain('ws')
    expect(packages).not.toContain('node:child_process')
  })
})

/** The files and packages that these files import, and what those import. */
function reach(entries: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    const imports = /^(?:import|export)\s(?!type\s)[^'"]*?from\s*'([^']+)'|^import\s*'([^']+)'/gm
    for (const [, from, bare] of readFileSync(file, 'utf8').matchAll(imports)) {
      const target = from ?? bare ?? ''
      if (target.startsWith('.')) visit(resolve(dirname(file), target))
      else packages.add(target)
    }
  }
  for (const entry of entries) visit(entry)
  return { files, packages }
}

test('the script starts it with small heaps and few threads', () => {
  const script = join(SRC, 'agent/start.sh')
  const { stdout, status } = spawnSync(script, { env: { NODE: '/bin/echo' }, encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stdout).toBe(
    `--max-old-space-size=64 --max-semi-space-size=1 --v8-pool-size=0 --optimize-for-size ${SRC}/agent/../../dist/agent/main.js\n`,
  )
})

describe('the entry', () => {
  let folder: string
  let agent: ChildProcess | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'casebook-entry-'))
  })
  afterEach(() => {
    agent?.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })

  function start(environment: Record<string, string>): {
    lines: () => Record<string, unknown>[]
    ended: Promise<number>
  } {
    let output = ''
    const process_ = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    agent = process_
    process_.stdout.on('data', (text) => {
      output += text
    })
    const lines = (): Record<string, unknown>[] =>
      output
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
    return { lines, ended: once(process_, 'exit').then(([code]) => code) }
  }

  test('names every setting that is missing, and ends', async () => {
    const { lines, ended } = start({})
    expect(await ended).toBe(1)
    expect(lines()).toMatchObject([{ level: 'error', event: 'cannot run' }])
    expect(lines()[0]?.says).toContain('CASEBOOK_AGENT_URL')
    expect(lines()[0]?.says).toContain('CASEBOOK_AGENT_TOKEN_FILE')
  })

  test('gets ready, connects, says so in a file, and ends at once when it is told to', async () => {
    const authority = makeAuthority()
    const app = await AppServer.open(authority.issue(['127.0.0.1']))
    writeFileSync(join(folder, 'ca.pem'), authority.cert)
    writeFileSync(join(folder, 'key'), 'a-host-key')
    const ready = join(folder, 'ready')
    const { lines, ended } = start({
      CASEBOOK_AGENT_URL: app.url.href,
      CASEBOOK_AGENT_CA_FILE: join(folder, 'ca.pem'),
      CASEBOOK_AGENT_KEY_FILE: join(folder, 'key'),
      CASEBOOK_AGENT_READY_FILE: ready,
    })
    const caller = await app.caller()
    expect(app.credentials).toEqual(['Bearer a-host-key'])
    expect(existsSync(ready)).toBe(true)
    caller.socket.send(JSON.stringify({ type: 'ask', id: 'q', probes: ['mount-table'], deadlineMs: 20_000 }))
    await caller.until((frames) => frames.some(({ type }) => type === 'done'))
    expect(caller.frames.map(({ type }) => type)).toEqual(['hello', 'report', 'done'])
    agent?.kill('SIGTERM')
    const told = performance.now()
    expect(await ended).toBe(0)
    expect(performance.now() - told).toBeLessThan(1000)
    expect(existsSync(ready)).toBe(false)
    expect(lines().map(({ event }) => event)).toEqual(['ready', 'connected', 'stopped'])
    await app.close()
  })
})
