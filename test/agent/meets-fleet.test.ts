import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveAppSocket } from '../../src/fleet/serve-app-socket.ts'
import { runMain } from '../cli/run-main.ts'
import { Camp } from '../fleet/camp.ts'

const MAIN = fileURLToPath(new URL('../../src/agent/main.ts', import.meta.url))
const LIBRARY = fileURLToPath(new URL('../library', import.meta.url))

let camp: Camp
let agent: ChildProcess | undefined
beforeEach(async () => {
  camp = await Camp.open()
})
afterEach(async () => {
  if (agent?.exitCode === null && agent.signalCode === null) {
    agent.kill('SIGKILL')
    await once(agent, 'exit')
  }
  await camp.close()
})

/** The production agent as a process of its own. */
async function startAgent(credential: Record<string, string>, node: string): Promise<void> {
  agent = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: {
      CASEBOOK_AGENT_URL: `wss://127.0.0.1:${camp.fleet.port}`,
      CASEBOOK_AGENT_CA_FILE: join(camp.folder, 'ca.crt'),
      ...credential,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await untilConnected(node)
}

function untilConnected(node: string): Promise<void> {
  return expect.poll(() => camp.fleet.agentOf(node)?.node, { timeout: 50_000 }).toBe(node)
}

function fileWith(name: string, text: string): string {
  const path = join(camp.folder, name)
  writeFileSync(path, text)
  return path
}

test('an agent in Kubernetes is known by its token, and answers with facts of its node', async () => {
  const token = camp.token({ node: 'node-1' })
  await startAgent({ CASEBOOK_AGENT_TOKEN_FILE: fileWith('agent-token', token) }, 'node-1')
  const probes = camp.fleet.agentOf('node-1')?.probes ?? []
  expect(probes.map(({ id }) => id)).toEqual(expect.arrayContaining(['filesystems', 'mount-table', 'pressure']))

  const answer = await camp.fleet.ask('node-1', ['versions'], { deadlineMs: 20_000 })
  expect(answer.fault).toBeUndefined()
  const kernel = answer.facts.find(({ kind }) => kind === 'kernel')
  expect(kernel?.origin).toMatchObject({ from: 'node', node: 'node-1', probe: 'versions' })
  expect(kernel?.fields.release).toBe(release())
})

test('a host is known by its key, and `diagnose --node` asks it through the app that runs', async () => {
  await startAgent({ CASEBOOK_AGENT_KEY_FILE: fileWith('host-key', await camp.hostKey('host-1')) }, 'host-1')
  const database = join(camp.folder, 'casebook.db')
  const log = { info: () => {}, warn: () => {} }
  const socket = await serveAppSocket({ database, fleet: camp.fleet, store: camp.store, log, now: Date.now })
  const config = fileWith('casebook.yml', `database: ${database}\n`)
  const paste = 'error creating overlay mount to /var/lib/docker/overlay2/4be1-init/merged: no space left on device\n'
  const environment = { CASEBOOK_KNOWLEDGE: LIBRARY }
  const known = await runMain(['diagnose', '--node', 'host-1', '--config', config, '--json'], environment, paste)
  const unknown = await runMain(['diagnose', '--node', 'host-2', '--config', config], environment, paste)
  await socket.close()
  expect(known.code).toBe(0)
  const { facts, notChecked } = JSON.parse(known.out)
  // In a container without anchors there are only reasons why not.
  expect(facts.length + notChecked.length).toBeGreaterThan(0)
  for (const { origin } of facts) expect(origin).toMatchObject({ from: 'node', node: 'host-1' })
  expect(unknown).toMatchObject({ code: 2, err: 'casebook: no agent of `host-2` is connected; connected are host-1\n' })
})
