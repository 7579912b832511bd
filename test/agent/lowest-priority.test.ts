import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MODULE = fileURLToPath(new URL('../../src/agent/lowest-priority.ts', import.meta.url))

/** Its threads for files are made before, as those of an agent are. The 19th number of `stat` is the priority. */
const PROGRAM = `
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { takeLowestPriority } from ${JSON.stringify(MODULE)}
await readFile('/proc/self/stat')
const priorities = () => readdirSync('/proc/self/task').map((thread) => {
  const stat = readFileSync('/proc/self/task/' + thread + '/stat', 'latin1')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
})
const before = priorities()
takeLowestPriority()
process.stdout.write(JSON.stringify({ before, after: priorities() }))
`

test('every thread of a process gives way, not only the first', () => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', PROGRAM]
  const { before, after } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
  expect(before.length).toBeGreaterThan(1)
  expect(before.some((priority: number) => priority < 19)).toBe(true)
  expect(after).toEqual(before.map(() => 19))
})
