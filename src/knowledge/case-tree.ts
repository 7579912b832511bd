import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CaseText } from '../model/draft.ts'
import { KnownError } from '../model/known-error.ts'
import { listYaml } from './load-library.ts'

/** A case of the store as files: those that answer stand where `casebook check` looks, those that answer no more beside them. */
export interface TreeCase {
  readonly text: CaseText
  readonly state: 'published' | 'retired'
}

/** Writes each case to its place. What a case has elsewhere in the tree is removed, and nothing else: the folder may be a checkout. */
export async function writeTree(folder: string, cases: readonly TreeCase[]): Promise<void> {
  for (const { text, state } of cases) {
    const other = state === 'published' ? 'retired' : 'published'
    await Promise.all(placesOf(folder, text, other).map((it) => rm(it, { force: true })))
    const [subject, proof] = placesOf(folder, text, state)
    await writeOne(subject, text.case)
    await writeOne(proof, text.proof)
  }
}

/** Reads what `writeTree` wrote. Throws a KnownError for a case without a proof. */
export async function readTree(folder: string): Promise<readonly TreeCase[]> {
  const states = ['published', 'retired'] as const
  return (await Promise.all(states.map((state) => readState(folder, state)))).flat()
}

const FOLDERS = { published: '', retired: 'retired' }

function placesOf(folder: string, { area, name }: CaseText, state: TreeCase['state']): readonly [string, string] {
  const below = join(folder, FOLDERS[state])
  return [join(below, 'knowledge', area, `${name}.yml`), join(below, 'test/knowledge', area, `${name}.yml`)]
}

async function writeOne(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

async function readState(folder: string, state: TreeCase['state']): Promise<TreeCase[]> {
  const files = await listYaml(join(folder, FOLDERS[state], 'knowledge'))
  const named = files.flatMap((file) => {
    const [, area, name] = /^([^/]+)\/([^/]+)\.yml$/.exec(file) ?? []
    return area !== undefined && name !== undefined ? [{ area, name }] : []
  })
  return Promise.all(
    named.map(async (it) => {
      const [subject, proof] = placesOf(folder, { ...it, case: '', proof: '' }, state)
      return { state, text: { ...it, case: await readFile(subject, 'utf8'), proof: await readProof(proof) } }
    }),
  )
}

async function readProof(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? new KnownError('no-proof', `\`${file}\` is missing: each case comes with its proof`, { cause: error })
      : error
  })
}
