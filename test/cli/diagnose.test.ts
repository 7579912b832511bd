import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { runMain } from './run-main.ts'

/** A library of the tests: the real one may change. */
const LIBRARY = { CASEBOOK_KNOWLEDGE: fileURLToPath(new URL('../library', import.meta.url)) }
const PASTE =
  'docker: Error response from daemon: error creating overlay mount to /var/lib/docker/overlay2/4be1-init/merged: no space left on device.\n'

test('asks this machine for what the candidates need, and judges with it', async () => {
  const matched = await runMain(['match', '--json'], LIBRARY, PASTE)
  const { code, out } = await runMain(['diagnose', '--local', '--json'], LIBRARY, PASTE)
  expect(code).toBe(EXIT.done)
  const answer = JSON.parse(out)
  expect(Object.keys(answer)).toEqual([...Object.keys(JSON.parse(matched.out)), 'notChecked'])
  const measured = answer.facts.filter((fact: { origin: { from: string } }) => fact.origin.from === 'node')
  expect(measured.map((fact: { kind: string }) => fact.kind)).toContain('mount-table')
  for (const { origin } of measured) {
    expect(origin.node).toBe(hostname())
    expect(Date.parse(origin.at)).toBeGreaterThan(0)
  }
  const before = JSON.parse(matched.out).matches.find((match: { case: string }) => match.case === 'mount-max-exhausted')
  const after = answer.matches.find((match: { case: string }) => match.case === 'mount-max-exhausted')
  expect(before.verdict).toBe('undecided')
  expect(after.because.map((ground: { fact: { kind: string } }) => ground.fact.kind)).toContain('mount-table')
})

test('asks about a case that the paste rules out too, when its error stands there: the count may be another node’s', async () => {
  const few = '61 /proc/1/mountinfo\n412 /proc/8121/mountinfo\nfs.mount-max = 100000\n'
  const paste = `${PASTE}# for p in /proc/[0-9]*; do echo "$(wc -l < $p/mountinfo) $p/mountinfo"; done; sysctl fs.mount-max\n${few}`
  const matched = JSON.parse((await runMain(['match', '--json'], LIBRARY, paste)).out)
  const before = matched.matches.find((match: { case: string }) => match.case === 'mount-max-exhausted')
  expect(before.verdict).toBe('ruled-out')
  const answer = JSON.parse((await runMain(['diagnose', '--local', '--json'], LIBRARY, paste)).out)
  const measured = answer.facts.filter((fact: { origin: { from: string } }) => fact.origin.from === 'node')
  expect(measured.map((fact: { kind: string }) => fact.kind)).toContain('mount-table')
})

test('prints the same for a person, with what could not be checked', async () => {
  const { code, out } = await runMain(['diagnose', '--local', '--lang', 'en'], LIBRARY, PASTE)
  expect(code).toBe(EXIT.done)
  expect(out).toContain('mount-max-exhausted')
  expect(out).toContain(hostname())
})

test('a paste that nobody knows is asked about nowhere', async () => {
  const { code, out } = await runMain(['diagnose', '--local', '--json'], LIBRARY, 'hello there\n')
  expect(code).toBe(EXIT.done)
  expect(JSON.parse(out)).toMatchObject({ confidence: 'none', facts: [], notChecked: [] })
})

test('which node it is about must be said, once', async () => {
  expect(await runMain(['diagnose'], LIBRARY, PASTE)).toMatchObject({ code: EXIT.badInput })
  expect(await runMain(['diagnose', '--local', '--node', 'n1'], LIBRARY, PASTE)).toMatchObject({ code: EXIT.badInput })
})
