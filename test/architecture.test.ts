import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|import\(\s*'([^']+)'\s*\)/g

/**
 * What each folder of `src` may import: folders of ours, packages, and `node:` modules. What is not written here is
 * not allowed, also for a folder that is new.
 */
const ALLOWED: Record<string, readonly string[]> = {
  model: ['zod'],
  facts: ['model', 'zod'],
  parsers: ['model', 'facts', 'zod'],
  diagnosis: ['model', '@marcbachmann/cel-js'],
  matching: ['model', 'diagnosis', 'minisearch', 'opencc-js'],
  investigation: ['model', 'diagnosis', 'matching'],
  evaluation: ['model', 'zod'],
  digest: ['model', 'temporal-polyfill'],
  messages: ['model', 'evaluation', 'investigation', 'picocolors', 'string-width', 'wrap-ansi', '@slack/types'],
  knowledge: ['model', 'diagnosis', 'matching', 'zod', 'yaml', 'node:crypto', 'node:fs/promises', 'node:path'],
  redaction: ['@secretlint/secretlint-rule-preset-recommend', '@secretlint/types'],
  store: ['model', 'better-sqlite3', 'node:fs', 'node:path', 'node:timers/promises', 'node:url'],
  slack: [
    '.',
    'model',
    'digest',
    'investigation',
    'messages',
    '@slack/bolt',
    '@slack/types',
    '@slack/web-api',
    'pino',
    'yaml',
    'zod',
    'node:crypto',
    'node:events',
    'node:http',
    'node:net',
    'node:timers/promises',
  ],
  agent: [
    '.',
    'model',
    'facts',
    'parsers',
    'ws',
    'zod',
    'node:child_process',
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:http',
    'node:http2',
    'node:https',
    'node:net',
    'node:os',
    'node:path',
    'node:perf_hooks',
    'node:string_decoder',
    'node:timers/promises',
    'node:url',
  ],
  fleet: [
    'model',
    'ws',
    'zod',
    'node:crypto',
    'node:events',
    'node:fs',
    'node:fs/promises',
    'node:http',
    'node:https',
    'node:net',
    'node:path',
    'node:stream',
    'node:tls',
  ],
  cli: [
    '.',
    'agent',
    'fleet',
    'node:fs',
    'investigation',
    'node:os',
    'model',
    'digest',
    'matching',
    'evaluation',
    'knowledge',
    'messages',
    'slack',
    'store',
    'commander',
    '@slack/web-api',
    'node:crypto',
    'node:fs/promises',
    'node:path',
  ],
  '.': ['model', 'matching', 'knowledge', 'redaction', 'cli', 'commander', 'node:fs', 'node:fs/promises', 'node:url'],
}

/** The core knows no disk, no network, no clock and no chance. */
const CORE = ['model', 'facts', 'parsers', 'diagnosis', 'matching', 'investigation', 'evaluation', 'messages']
const IMPURE =
  /\b(?:process\.(?:env|argv|std\w+|cwd|exit|hrtime)|Date\.now|new Date\(\)|Math\.random|performance\.|setTimeout|setInterval|fetch\()/

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file))
const imports = files.flatMap((file) => importsOf(file).map((to) => ({ file, from: folderOf(file), to })))

test('sees the imports of the whole tree', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(imports.length).toBeGreaterThan(files.length)
  expect(new Set(imports.map((it) => it.from)).size).toBe(Object.keys(ALLOWED).length)
})

test('a folder imports only what its row allows', () => {
  const broken = imports.filter(({ from, to }) => from !== to && !ALLOWED[from]?.includes(to))
  expect(broken).toEqual([])
})

test('every row is used: what nothing imports any more is not allowed any more', () => {
  const used = new Set(imports.map(({ from, to }) => `${from} -> ${to}`))
  const idle = Object.entries(ALLOWED).flatMap(([from, row]) => row.map((to) => `${from} -> ${to}`))
  expect(idle.filter((arrow) => !used.has(arrow))).toEqual([])
})

test('the core does no I/O and knows no clock', () => {
  const core = files.filter((file) => CORE.includes(folderOf(file)))
  expect(core.length).toBeGreaterThan(30)
  expect(core.filter((file) => IMPURE.test(read(file)))).toEqual([])
})

test('one file reads the environment', () => {
  expect(files.filter((file) => read(file).includes('process.env'))).toEqual(['config.ts'])
})

test('one file starts processes', () => {
  expect(imports.filter(({ to }) => to === 'node:child_process').map(({ file }) => file)).toEqual([
    'agent/children/probe-child.ts',
  ])
})

function read(file: string): string {
  return readFileSync(join(SRC, file), 'utf8')
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '.') : '.'
}

/** The folder of ours, the package or the `node:` module that each import names. */
function importsOf(file: string): string[] {
  return [...read(file).matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? ''
    if (target.startsWith('.')) return folderOf(relative(SRC, resolve(SRC, dirname(file), target)))
    if (target.startsWith('node:')) return target
    return target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/')
  })
}
