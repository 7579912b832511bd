import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const PROBES = readdirSync(join(SRC, 'agent/probes')).filter((name) => name.endsWith('.ts'))
const CHILD = ['agent/children/entry.ts', ...PROBES.map((name) => `agent/probes/${name}`)]
const IMPORT = /^(?:import|export) (?!type )([^'"]*?)from '([^']+)'/gm

/** Every file and package that is loaded with these files. */
function loadedWith(files: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(files)
  for (const file of loaded) if (file.endsWith('.ts')) for (const target of importsOf(file)) loaded.add(target)
  return loaded
}

/** Without those of types only: they are gone when the program is compiled. */
function importsOf(file: string): string[] {
  return [...readFileSync(join(SRC, file), 'utf8').matchAll(IMPORT)].flatMap(([, names = '', target = '']) => {
    const listed = /^\{(.*)\}\s*$/s
      .exec(names)?.[1]
      ?.split(',')
      .map((name) => name.trim())
    if (listed?.every((name) => name === '' || name.startsWith('type '))) return []
    return [target.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), target)) : target]
  })
}

test('a probe child loads no library of schemas: each of them, also a lost one, would pay with half its memory again', () => {
  const loaded = loadedWith(CHILD)
  expect(loaded.size).toBeGreaterThan(PROBES.length + 30)
  expect([...loaded].filter((it) => /^zod|^ws$|^facts\/[^/]+\.ts$/.test(it))).toEqual([])
  expect(loadedWith(['agent/probe-runner.ts', 'agent/agent-settings.ts'])).toContain('zod')
})
