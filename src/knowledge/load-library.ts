import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case } from '../model/case.ts'
import type { FactKind } from '../model/fact.ts'
import type { Problem } from '../model/problem.ts'
import { readCase } from './read-case.ts'

export interface LoadedLibrary {
  readonly cases: readonly Case[]
  readonly problems: readonly Problem[]
  /** A digest of the case files. */
  readonly revision: string
  /** A digest of each case's file, by its id. */
  readonly fingerprints: ReadonlyMap<string, string>
}

/** Reads `<folder>/<area>/<id>.yml`, all of it, and reports all mistakes. `shown` is how the folder is called in problems. */
export async function loadLibrary(
  folder: string,
  kinds: ReadonlyMap<string, FactKind>,
  shown = 'knowledge',
): Promise<LoadedLibrary> {
  const files = await listYaml(folder)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const read = texts.map((text, i) => readCase(`${shown}/${files[i]}`, text, kinds))
  const cases = read.flatMap((it) => (it.case ? [it.case] : []))
  const problems = [...read.flatMap((it) => it.problems), ...duplicateIds(shown, files, cases)]
  const fingerprints = new Map(
    read.flatMap((it, i) => (it.case ? [[it.case.id, digestOf(texts[i] ?? '')] as const] : [])),
  )
  return { cases, problems, fingerprints, revision: digestOf(texts.join('\0')) }
}

/** Tells one text of a case from another. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Paths of the YAML files below a folder, relative to it, sorted. An absent folder has none. */
export async function listYaml(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries.filter((entry) => entry.endsWith('.yml') || entry.endsWith('.yaml')).sort()
}

/** An alias may belong to several cases: those into which an earlier one was split. No alias is the id of a case. */
function duplicateIds(shown: string, files: readonly string[], cases: readonly Case[]): Problem[] {
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  const report = (file: string, what: string, owner: string): void => {
    problems.push({ file, line: 1, message: `${what} is taken by ${owner}; an id names one case in all folders` })
  }
  for (const file of files) {
    const id = idOf(file)
    const owner = owners.get(id)
    if (owner === undefined) owners.set(id, `${shown}/${file}`)
    else report(`${shown}/${file}`, `the id \`${id}\``, owner)
  }
  for (const { area, id, aliases } of cases) {
    for (const alias of aliases) {
      const owner = owners.get(alias)
      if (owner !== undefined) report(`${shown}/${area}/${id}.yml`, `the alias \`${alias}\``, owner)
    }
  }
  return problems
}

function idOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.ya?ml$/, '')
}
