import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildMatcher } from '../matching/matcher.ts'
import type { Case } from '../model/case.ts'
import type { FactKind } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import type { Problem } from '../model/problem.ts'
import { didYouMean } from './did-you-mean.ts'
import { listYaml, loadLibrary } from './load-library.ts'
import { type ProofFile, proofFile } from './proof-file.ts'
import { prove } from './prove.ts'
import { type SiblingPair, type SiblingSet, siblingSets } from './sibling-sets.ts'
import { readYaml, type YamlText } from './yaml-text.ts'

export interface LibraryFolders {
  readonly knowledge: string
  readonly proofs: string
}

export interface CheckedLibrary {
  readonly cases: readonly Case[]
  readonly proofs: number
  readonly siblings: readonly SiblingSet[]
  readonly problems: readonly Problem[]
  /** Not wrong, but worth a look: a proof that names a sibling which is not in the library. */
  readonly notes: readonly Problem[]
}

interface Kit {
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly parsers: ReadonlyMap<string, Parser>
}

/** Reads the library and its proofs and holds each proof against the library. Reports every mistake in one run. */
export async function checkLibrary(
  folders: LibraryFolders,
  kit: Kit,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<CheckedLibrary> {
  const library = await loadLibrary(folders.knowledge, kit.kinds)
  const problems = [...library.problems]
  if (library.cases.length === 0 && problems.length === 0)
    problems.push({
      file: 'knowledge',
      line: 1,
      message: 'holds no case; a library with nothing in it answers nothing',
    })
  const matcher = buildMatcher({ cases: library.cases, ...kit })
  const known = new Set(library.cases.map((subject) => subject.id))
  const notes: Problem[] = []
  const proofs = new Map<string, ProofFile>()
  for (const subject of library.cases) {
    const file = `test/knowledge/${subject.area}/${subject.id}.yml`
    const proof = await readProof(join(folders.proofs, subject.area, `${subject.id}.yml`), file)
    problems.push(...proof.problems)
    if (proof.value) {
      proofs.set(subject.id, proof.value)
      problems.push(
        ...prove(subject, proof.value, { matcher, kinds: kit.kinds, known }).map(({ path, message }) => ({
          file,
          line: proof.lineOf(path),
          message,
        })),
      )
      notes.push(
        ...strangers(proof.value, known).map(({ path, message }) => ({ file, line: proof.lineOf(path), message })),
      )
    }
    onProgress(proofs.size, library.cases.length)
  }
  problems.push(...(await orphans(folders, known, problems)))
  const siblings = siblingSets(library.cases, proofs, kit.kinds)
  problems.push(...siblings.flatMap(({ pairs }) => pairs).flatMap((pair) => notApart(pair, library.cases)))
  return { cases: library.cases, proofs: proofs.size, siblings, problems: unlike(problems), notes }
}

/** A pair that nothing tells apart, unless one of the two says that nothing can. */
function notApart({ ids: [one, other], apart }: SiblingPair, cases: readonly Case[]): Problem[] {
  const subject = cases.find(({ id }) => id === one)
  const rival = cases.find(({ id }) => id === other)
  const isSaid =
    subject?.inseparable.some((it) => it.case === other) || rival?.inseparable.some((it) => it.case === one)
  if (apart || isSaid || !subject) return []
  const message = `shares a signature with ${other}, and no row of their proofs confirms the one and not the other; add evidence that does, or say under \`inseparable\` why nothing can`
  return [{ file: `knowledge/${subject.area}/${one}.yml`, line: 1, message }]
}

/** Two cases may share several signatures; they are reported once. */
function unlike(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

async function readProof(path: string, file: string): Promise<YamlText<ProofFile>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text !== undefined) return readYaml(file, text, proofFile)
  const message =
    'the proof is missing: write pastes that match, near misses, facts that confirm and facts that rule out'
  return { value: undefined, problems: [{ file, line: 1, message }], lineOf: () => 1 }
}

function strangers(proof: ProofFile, known: ReadonlySet<string>): { path: PropertyKey[]; message: string }[] {
  const named = [
    ...proof.near_misses.map((miss, i) => ({
      path: ['near_misses', i, 'instead'],
      ids: miss.instead ? [miss.instead] : [],
    })),
    ...proof.matches.map((match, i) => ({ path: ['matches', i, 'rules_out'], ids: match.rules_out ?? [] })),
  ]
  return named.flatMap(({ path, ids }) =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => ({ path, message: `names \`${id}\`, which is not in the library${didYouMean(id, known)}` })),
  )
}

async function orphans(
  folders: LibraryFolders,
  known: ReadonlySet<string>,
  problems: readonly Problem[],
): Promise<Problem[]> {
  const proofs = await listYaml(folders.proofs)
  const broken = new Set(problems.map((problem) => problem.file))
  const isOrphan = async (file: string): Promise<boolean> => {
    const id = file.replace(/^.*\//, '').replace(/\.ya?ml$/, '')
    return !known.has(id) && !broken.has(`knowledge/${file}`) && !(await exists(join(folders.knowledge, file)))
  }
  const found = await Promise.all(proofs.map(async (file) => ((await isOrphan(file)) ? [file] : [])))
  return found.flat().map((file) => ({
    file: `test/knowledge/${file}`,
    line: 1,
    message: 'proves a case that is not in the library; remove it with its case',
  }))
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
