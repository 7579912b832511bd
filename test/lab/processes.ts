import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'

export interface RunOptions {
  readonly env?: Record<string, string>
  readonly cwd?: string
  readonly input?: string
  readonly timeoutMs?: number
}

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  /** Both streams as they came. */
  readonly output: string
}

const TIMEOUT_MS = 60_000

/** Nothing of the environment of whoever starts the lab but where programs are: no proxy, no TMPDIR, no DOCKER_HOST. */
const ENVIRONMENT = { PATH: process.env.PATH ?? '', HOME: '/root', LC_ALL: 'C.UTF-8' }

/** Runs a command to its end, and kills it when that does not come. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, cwd, input = '', timeoutMs = TIMEOUT_MS } = options
  const child = spawn(command, args, {
    env: { ...ENVIRONMENT, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  let [stdout, output] = ['', '']
  child.stdout.on('data', (text) => {
    stdout += text
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text
    })
  child.stdin.on('error', () => {}).end(input)
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const [status] = (await once(child, 'exit')) as [number | null]
  clearTimeout(timer)
  return { status, stdout, output }
}

/** What a command that must succeed prints. */
export async function must(command: string, args: readonly string[], options?: RunOptions): Promise<string> {
  const { status, stdout, output } = await run(command, args, options)
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` ended with ${status}: ${output.trim()}`)
  return stdout
}

/** The error of a command that must fail. */
export async function failing(command: string, args: readonly string[], options?: RunOptions): Promise<string> {
  const { status, output } = await run(command, args, options)
  if (status === 0) throw new Error(`\`${command} ${args.join(' ')}\` did not fail: ${output.trim()}`)
  return output
}

/** A process that goes on until it is ended. */
export interface Started {
  readonly pid: number
  readonly log: () => string
  readonly hasEnded: () => boolean
  readonly signal: (signal: NodeJS.Signals) => void
  /** Asks it to end, and kills it after a while. */
  readonly end: (afterMs?: number) => Promise<void>
}

export function start(command: string, args: readonly string[], log: string, options: RunOptions = {}): Started {
  const { env = {}, cwd } = options
  const out = openSync(log, 'a')
  const child = spawn(command, args, {
    env: { ...ENVIRONMENT, ...env },
    stdio: ['ignore', out, out],
    ...(cwd !== undefined && { cwd }),
  })
  closeSync(out)
  child.on('error', () => {})
  if (child.pid === undefined) throw new Error(`\`${command}\` cannot be started`)
  return {
    pid: child.pid,
    log: () => readFileSync(log, 'utf8'),
    hasEnded: () => hasEnded(child),
    signal: (signal) => void child.kill(signal),
    end: (afterMs = 5_000) => end(child, afterMs),
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function end(child: ChildProcess, afterMs: number): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  await ended
  clearTimeout(timer)
}
