// Types names of nodes: at our look-up, or at one that takes them for addresses. Runs under strace.
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [program, how, count] = process.argv.slice(2)
const { openRegistry } = await import(pathToFileURL(join(program, 'dist/fleet/registry.js')).href)
const { LIMITS } = await import(pathToFileURL(join(program, 'dist/fleet/limits.js')).href)

const registry = openRegistry({
  kinds: new Map(),
  limits: LIMITS,
  log: { info() {}, warn() {} },
  now: Date.now,
  boot: undefined,
})
const STEMS = [
  '127.0.0.1',
  '[::1]',
  '127.1',
  '0x7f000001',
  'localhost',
  'db.example.invalid',
  'nоde',
  '../etc',
  'node-1\0',
]

for (let i = 0; i < Number(count); i++) {
  const name = i % 3 === 0 ? `${STEMS[i % STEMS.length]}` : `${STEMS[i % STEMS.length]}${i}`
  if (how === 'look-up') await lookUp(name)
  else await dial(name)
}

async function lookUp(name) {
  if (registry.agentOf(name) !== undefined) throw new Error(`${name} is known`)
  const error = await registry.ask(name, ['kernel'], { deadlineMs: 1000 }).catch((it) => it)
  if (error?.code !== 'no-such-node') throw new Error(`${name} was not refused`)
}

async function dial(host) {
  await new Promise((resolve) => {
    try {
      connect({ host, port: 9 }).once('connect', resolve).once('error', resolve)
    } catch {
      resolve()
    }
  })
}
