import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ScriptEnd {
  /** The exit code, or the signal. */
  readonly end: string
  /** The JSON of the last line that it printed, if any. */
  readonly said: Readonly<Record<string, number | string>> | undefined
}

/** Runs a `child-*.ts` of this folder, so that what aborts a process aborts only that one. Killed after the limit. */
export async function runScript(name: string, argument: readonly string[], limitMs: number): Promise<ScriptEnd> {
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...argument], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  let output = ''
  child.stdout.on('data', (piece) => {
    output += piece
  })
  const end = await new Promise<string>((resolve) =>
    child.once('close', (code, signal) => resolve(String(code ?? signal))),
  )
  clearTimeout(timer)
  const last = output.trim().split('\n').at(-1)
  return { end, said: last ? (JSON.parse(last) as Record<string, number | string>) : undefined }
}
