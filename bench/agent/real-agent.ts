import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { newFolder } from '../reliability/scratch.ts'
import { type Cgroup, moveInto } from './cgroup.ts'

const START = fileURLToPath(new URL('../../src/agent/start.sh', import.meta.url))

/** How the first seconds of an agent went. */
export interface Start {
  /** `silent`: neither ready nor gone, and not a word why. */
  readonly state: 'ready' | 'message' | 'silent'
  readonly afterMs: number
}

/** Starts the agent for an app that is not there, in a cgroup, and ends it again. */
export async function startIn(
  cgroup: Cgroup,
  program: string,
  how: 'script' | 'node',
  limitMs: number,
): Promise<Start> {
  const agent = launch(program, how)
  if (agent.pid) moveInto(cgroup, [agent.pid])
  let output = ''
  const listen = (text: Buffer): void => {
    output += text
  }
  for (const stream of [agent.stdout, agent.stderr]) stream?.on('data', listen)
  const started = performance.now()
  agent.stdin?.end('go\n')
  while (isAlive(agent) && !output.includes('"ready"') && performance.now() - started < limitMs) await sleep(20)
  const afterMs = performance.now() - started
  const state = output.includes('"ready"') ? 'ready' : !isAlive(agent) && output !== '' ? 'message' : 'silent'
  if (isAlive(agent)) {
    agent.kill(state === 'ready' ? 'SIGTERM' : 'SIGKILL')
    await once(agent, 'exit')
  }
  return { state, afterMs }
}

/** A shell that waits for a word, so that the limit holds from its first line on. */
function launch(program: string, how: 'script' | 'node'): ChildProcess {
  const script = join(program, 'dist/agent/start.sh')
  copyFileSync(START, script)
  const command = how === 'script' ? script : `${process.execPath} ${join(program, 'dist/agent/main.js')}`
  const key = join(newFolder(), 'key')
  writeFileSync(key, 'a key\n')
  return spawn('/bin/sh', ['-c', `read -r _; exec ${command}`], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', CASEBOOK_AGENT_URL: 'wss://127.0.0.1:1', CASEBOOK_AGENT_KEY_FILE: key },
  })
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}
