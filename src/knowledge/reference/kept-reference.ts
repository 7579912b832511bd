import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../../model/problem.ts'
import { WRITE_REFERENCE, writtenReference } from './reference.ts'
import type { ReferenceSource } from './reference-source.ts'

/** How the folder of the reference is called in problems. */
const SHOWN = 'docs/reference'

/** Pages of the folder that are not what the library says now, one problem each. */
export async function findStalePages(folder: string, source: ReferenceSource): Promise<readonly Problem[]> {
  const wanted = writtenReference(source)
  const kept = await readPages(folder)
  const names = [...new Set([...wanted.keys(), ...kept.keys()])].sort()
  return names
    .filter((name) => wanted.get(name) !== kept.get(name))
    .map((name) => ({
      file: `${SHOWN}/${name}`,
      line: firstDifference(wanted.get(name) ?? '', kept.get(name) ?? ''),
      message: `is not what the library says any more; run \`${WRITE_REFERENCE}\``,
    }))
}

/** Writes every page and removes those that are none any more. Gives their names. */
export async function writePages(folder: string, source: ReferenceSource): Promise<readonly string[]> {
  const wanted = writtenReference(source)
  await mkdir(folder, { recursive: true })
  const gone = [...(await readPages(folder)).keys()].filter((name) => !wanted.has(name))
  await Promise.all(gone.map((name) => rm(join(folder, name))))
  await Promise.all([...wanted].map(([name, page]) => writeFile(join(folder, name), page)))
  return [...wanted.keys()]
}

/** The pages of a folder; an absent folder has none. */
async function readPages(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const pages = names.filter((name) => name.endsWith('.md'))
  return new Map(
    await Promise.all(pages.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}

/** 1-based, in the page that is kept. */
function firstDifference(wanted: string, kept: string): number {
  const [one, other] = [wanted.split('\n'), kept.split('\n')]
  const at = other.findIndex((line, i) => line !== one[i])
  return at < 0 ? other.length : at + 1
}
