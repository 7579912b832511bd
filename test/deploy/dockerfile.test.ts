import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { only, onlyContainer, podSpec, readInstall } from './installs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LINES = joined(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8'))
const LAST_STAGE = LINES.slice(LINES.findLastIndex((line) => line.startsWith('FROM ')))
const IGNORED = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => /^[^#]/.test(line))

test('the build gets what it copies, and nothing else', () => {
  const copied = LINES.filter((line) => /^COPY (?!--from)/.test(line)).flatMap((line) => line.split(' ').slice(1, -1))
  expect(IGNORED[0]).toBe('*')
  expect(IGNORED.slice(1).toSorted()).toEqual(copied.map((path) => `!${path}`).toSorted())
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

test('both bases are the builder’s choice, and no registry is named', () => {
  expect(LINES.filter((line) => line.startsWith('FROM '))).toEqual([
    `FROM ${variable('BUILD_IMAGE')} AS build`,
    `FROM ${variable('RUN_IMAGE')}`,
  ])
  const bases = LINES.filter((line) => line.startsWith('ARG ')).map((line) => line.split('=')[1] ?? '')
  expect(bases).toHaveLength(2)
  expect(bases.filter((name) => /\..*\/|:.*\//.test(name))).toEqual([])
})

test('the last stage runs nothing, and ends as a user by number who is not root', () => {
  expect(LAST_STAGE.filter((line) => line.startsWith('RUN '))).toEqual([])
  const { securityContext } = podSpec(only(readInstall('defaults.yaml'), 'Deployment'))
  const user = `${securityContext.runAsUser}:${securityContext.runAsGroup}`
  expect(LAST_STAGE.filter((line) => line.startsWith('USER '))).toEqual([`USER ${user}`])
})

test('both entries are what the build makes, where the chart starts them', () => {
  expect(existsSync(join(ROOT, 'src/main.ts'))).toBe(true)
  expect(LAST_STAGE).toContain('ENTRYPOINT ["node", "--max-semi-space-size=4", "/opt/casebook/dist/main.js"]')
  expect(LINES.join('\n')).toContain('install -m 755 src/agent/start.sh dist/agent/start.sh')
  const agent = onlyContainer(podSpec(only(readInstall('defaults.yaml'), 'DaemonSet')))
  expect(agent.command).toEqual(['/opt/casebook/dist/agent/start.sh'])
  expect(statSync(join(ROOT, 'src/agent/start.sh')).mode & 0o111).toBe(0o111)
})

test('what the package needs at run time is in the image', () => {
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const text = LINES.join('\n')
  expect(files.filter((path: string) => path !== 'dist' && !text.includes(` ${path} `))).toEqual([])
})

/** Instructions, each on one line. */
function joined(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/ *\\\n */g, ' ')
    .split('\n')
    .filter((line) => line !== '')
}

function variable(name: string): string {
  return `$\{${name}}`
}
