import { expect, test } from 'vitest'
import { readAgentSettings } from '../../src/agent/agent-settings.ts'
import { readConfig } from '../../src/config.ts'

const GOOD = { CASEBOOK_AGENT_URL: 'wss://casebook.example:8443', CASEBOOK_AGENT_KEY_FILE: '/etc/casebook/key' }

function read(environment: Record<string, string>, sharesNode = true) {
  return readAgentSettings(readConfig(environment).agent, sharesNode)
}

function problems(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return ''
}

test('the least that is needed gives an agent of the machine that it runs on', () => {
  const { endpoint, view, readyFile } = read(GOOD)
  expect(endpoint).toEqual({
    url: new URL('wss://casebook.example:8443/agent'),
    serverName: undefined,
    caFile: undefined,
    credential: { kind: 'key', file: '/etc/casebook/key' },
  })
  expect(view).toMatchObject({ contained: false, proc: '/proc', sys: '/sys', anchors: [], remote: false })
  expect(readyFile).toBeUndefined()
})

test('everything can be set, and what is set to nothing is not set', () => {
  const { endpoint, view } = read({
    CASEBOOK_AGENT_URL: 'wss://10.0.0.1:8443/agent',
    CASEBOOK_AGENT_SERVER_NAME: 'casebook.casebook.svc',
    CASEBOOK_AGENT_TOKEN_FILE: '/var/run/secrets/token',
    CASEBOOK_AGENT_KEY_FILE: '',
    CASEBOOK_AGENT_PROC: '/host/proc',
    CASEBOOK_AGENT_ANCHORS: '/=/host/anchors/root, /var/lib/kubelet=/host/anchors/kubelet',
    CASEBOOK_AGENT_REMOTE: 'true',
    CASEBOOK_AGENT_KUBELET_URL: 'https://[fd00::1]:10250',
  })
  expect(endpoint.url.href).toBe('wss://10.0.0.1:8443/agent')
  expect(endpoint.serverName).toBe('casebook.casebook.svc')
  expect(endpoint.credential).toEqual({ kind: 'token', file: '/var/run/secrets/token' })
  expect(view).toMatchObject({ contained: true, proc: '/host/proc', remote: true })
  expect(view.anchors).toEqual([
    { path: '/', at: '/host/anchors/root' },
    { path: '/var/lib/kubelet', at: '/host/anchors/kubelet' },
  ])
  expect(view.kubelet?.url).toBe('https://[fd00::1]:10250')
})

test('a process with namespaces of its own is contained, unless somebody who knows better says so', () => {
  expect(read(GOOD, false).view.contained).toBe(true)
  expect(read({ ...GOOD, CASEBOOK_AGENT_CONTAINED: 'false' }, false).view.contained).toBe(false)
})

test('every problem is named at once, with what to do', () => {
  const told = problems({
    CASEBOOK_AGENT_URL: 'ws://casebook.example',
    CASEBOOK_AGENT_PROC: 'host/proc',
    CASEBOOK_AGENT_ANCHORS: '/etc',
    CASEBOOK_AGENT_REMOTE: 'yes',
    CASEBOOK_AGENT_KUBELET_URL: 'https://localhost:10250',
  })
  for (const name of ['URL', 'PROC', 'ANCHORS', 'REMOTE', 'KUBELET_URL', 'TOKEN_FILE'])
    expect(told).toContain(`CASEBOOK_AGENT_${name} `)
  expect(told).toContain('has 6 problems')
})

test.each([
  'ws://casebook.example',
  'https://casebook.example',
  'wss://user:password@casebook.example',
  'wss://casebook.example/other',
  'wss://casebook.example/?token=1',
  'casebook.example',
  '',
])('`%s` is no address of an app', (url) => {
  expect(problems({ ...GOOD, CASEBOOK_AGENT_URL: url })).toContain('CASEBOOK_AGENT_URL must be wss://')
})

test('a token and a key are one too many', () => {
  expect(problems({ ...GOOD, CASEBOOK_AGENT_TOKEN_FILE: '/token' })).toContain('set one of')
})
