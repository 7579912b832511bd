import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openCasebook } from '../../src/casebook.ts'
import { listYaml } from '../../src/knowledge/load-library.ts'
import { proofFile } from '../../src/knowledge/proof-file.ts'
import { readYaml } from '../../src/knowledge/yaml-text.ts'
import { cleanPaste } from '../../src/matching/clean.ts'
import { buildForeignSense } from '../../src/matching/foreign.ts'

const isForeign = buildForeignSense()
const { matcher } = await openCasebook(fileURLToPath(new URL('../library', import.meta.url)))
const proofs = fileURLToPath(new URL('../knowledge', import.meta.url))

const FAULT = 'error creating overlay mount to /var/lib/docker/overlay2/4be1-init/merged: no space left on device'
const MEASURED = '# sysctl fs.mount-max\nfs.mount-max = 100000\n# wc -l /proc/785/mountinfo\n99800 /proc/785/mountinfo'

test.each([
  'PS C:\\work> docker run hello-world',
  '    at java.base/java.util.Arrays.copyOf(Arrays.java:3537)',
  'npm ERR! code ENOSPC',
  'Traceback (most recent call last):',
  'Error: UPGRADE FAILED: timed out',
])('a sign of another world: %s', (line) => {
  expect(isForeign(['some log', line])).toBe(true)
})

test.each([
  'kubelet[1680]: E1121 eviction_manager.go:254] "Eviction manager: failed to get summary stats"',
  'panic: runtime error: invalid memory address or nil pointer dereference',
  'dockerd[785]: goroutine 1 [running]:',
  'docker: Error response from daemon: No such container: java',
])('what a node says is none: %s', (line) => {
  expect(isForeign([line])).toBe(false)
})

test('a sign takes one step off what a text says, and nothing off what a fact says', () => {
  expect(matcher.match(FAULT).confidence).toBe('medium')
  expect(matcher.match(`${FAULT}\nnpm ERR! code ENOSPC`).confidence).toBe('low')
  expect(matcher.match(`${FAULT}\n${MEASURED}`).confidence).toBe('high')
  expect(matcher.match(`${FAULT}\n${MEASURED}\nnpm ERR! code ENOSPC`).confidence).toBe('high')
})

test('no paste by which a shipped case is proved bears a sign', async () => {
  const files = await listYaml(proofs)
  expect(files.length).toBeGreaterThan(10)
  const bearing = files.flatMap((file) => {
    const proof = readYaml(file, readFileSync(`${proofs}/${file}`, 'utf8'), proofFile).value
    const pastes = (proof?.matches ?? []).filter(({ confidence }) => confidence !== 'low')
    return pastes.some(({ paste }) => isForeign(cleanPaste(paste).lines)) ? [file] : []
  })
  expect(bearing).toEqual([])
})
