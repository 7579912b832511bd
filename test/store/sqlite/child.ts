import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** What it prints, line by line, until it ends. */
  readonly lines: AsyncIterator<string>
  readonly say: (line: string) => void
  readonly kill: () => Promise<void>
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const COMPILE =
  '--ignoreConfig --module nodenext --target es2023 --types node --skipLibCheck --rewriteRelativeImportExtensions'
const compiled = new Map<string, string>()

/** Runs a script, given by its path in the project, in a process of its own. */
export function startChild(script: string, ...args: string[]): Child {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [compiledPath(script), ...args],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const exited = once(child, 'exit')
  return {
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    say: (line) => child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Compiled once, and not at each start: a process that compiles itself takes longer to start than to do its work. */
export function compiledPath(script: string): string {
  const folder = compiled.get(script) ?? compile(script)
  compiled.set(script, folder)
  return join(folder, script.replace('.ts', '.js'))
}

/** To be called when no more children are started. */
export function removeCompiled(): void {
  for (const folder of compiled.values()) rmSync(folder, { recursive: true, force: true })
  compiled.clear()
}

function compile(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-child-'))
  for (const shared of ['node_modules', 'migrations']) symlinkSync(join(ROOT, shared), join(folder, shared))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const options = [...COMPILE.split(' '), '--rootDir', ROOT, '--outDir', folder]
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, join(ROOT, script)])
  return folder
}
