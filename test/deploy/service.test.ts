import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readAgentSettings } from '../../src/agent/agent-settings.ts'
import { readConfig } from '../../src/config.ts'

const UNIT = read('deploy/casebook-agent.service')
const START = read('src/agent/start.sh')
const lines = UNIT.split('\n').filter((line) => /^[A-Z]\w+=/.test(line))

/** What gives a service mounts of its own: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html */
const OWN_MOUNTS =
  /^(?:Protect|Private|ReadOnly|ReadWrite|Inaccessible|Exec|NoExec|Bind|Temporary|Mount|Root|Dynamic|LoadCredential|SetCredential|StateDirectory|RuntimeDirectory)\w*=/

test('the service sees the mounts of the host', () => {
  expect(lines.length).toBeGreaterThan(15)
  expect(lines.filter((line) => OWN_MOUNTS.test(line) && !line.startsWith('ExecStart='))).toEqual([])
  expect(OWN_MOUNTS.test('PrivateTmp=yes')).toBe(true)
})

test('it may have as many threads as its entry asks for', () => {
  const needed = Number(/^needed=(\d+)/m.exec(START)?.[1])
  expect(Number(/^TasksMax=(\d+)/m.exec(UNIT)?.[1])).toBeGreaterThanOrEqual(needed + 15)
})

test('its settings are those that the agent reads', () => {
  const pairs = lines.flatMap((line) => /^Environment=(\w+)=(.*)/.exec(line)?.slice(1, 3) ?? [])
  const environment = Object.fromEntries(pairs.flatMap((word, i) => (i % 2 === 0 ? [[word, pairs[i + 1]]] : [])))
  const { endpoint, view } = readAgentSettings(readConfig(environment).agent, true)
  expect(String(endpoint.url)).toBe('wss://casebook.example.org:8443/agent')
  expect(endpoint.credential).toEqual({ kind: 'key', file: '/etc/casebook/agent.key' })
  expect(view.contained).toBe(false)
})

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
}
