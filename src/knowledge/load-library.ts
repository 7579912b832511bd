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
  return { cases, problems, revision: createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12) }
}

/** Paths of the YAML files below a folder, relative to it, sorted. An absent folder has none. */
export async function listYaml(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries.filter((entry) => entry.endsWith('.yml') || entry.endsWith('.yaml')).sort()
}

function duplicateIds(shown: string, files: readonly string[], cases: readonly Case[]): Problem[] {
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  const claim = (id: string, file: string, what: string): void => {
    const owner = owners.get(id)
    if (owner === undefined) owners.set(id, file)
    else
      problems.push({
        file,
        line: 1,
        message: `${what} \`${id}\` is taken by ${owner}; an id names one case in all folders`,
      })
  }
  for (const file of files) claim(idOf(file), `${shown}/${file}`, 'the id')
  for (const subject of cases) {
    for (const alias of subject.aliases) claim(alias, `${shown}/${subject.area}/${subject.id}.yml`, 'the alias')
  }
  return problems
}

function idOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.ya?ml$/, '')
}
