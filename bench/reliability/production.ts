import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BESIDE = ['node_modules', 'migrations', 'knowledge', 'package.json']

/** One change of the compiled program that takes a protection away. */
export interface Sabotage {
  /** Under `src`, without extension. */
  readonly file: string
  readonly from: string
  readonly to: string
}

const folders: string[] = []
let production: string | undefined

/** A folder with the compiled program in `dist`, as a release has it; the same for each call. */
export function compileProduction(): string {
  production ??= compile()
  return production
}

/** A copy of the compiled program with something changed in it. Throws when what is to be changed is not there. */
export function sabotage(changes: readonly Sabotage[]): string {
  const folder = makeFolder()
  cpSync(join(compileProduction(), 'dist'), join(folder, 'dist'), { recursive: true })
  for (const { file, from, to } of changes) {
    const path = join(folder, 'dist', `${file}.js`)
    const code = readFileSync(path, 'utf8')
    if (code.split(from).length !== 2) throw new Error(`expected \`${from}\` once in src/${file}.ts`)
    writeFileSync(
      path,
      code.replace(from, () => to),
    )
  }
  return folder
}

/** To be called when nothing runs any more. */
export function removeBuilds(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  production = undefined
}

function compile(): string {
  const folder = makeFolder()
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (!existsSync(join(folder, 'dist/main.js'))) throw new Error(`the program does not compile:\n${stdout}`)
  return folder
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-build-'))
  folders.push(folder)
  for (const name of BESIDE) symlinkSync(join(ROOT, name), join(folder, name))
  return folder
}
