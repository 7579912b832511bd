import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Command } from 'commander'
import type { NodeView } from '../agent/node-view.ts'
import { type Kit, loadKit } from '../casebook.ts'
import type { Config } from '../config.ts'
import { loadFolder } from '../folder.ts'
import { type CheckedLibrary, checkLibrary } from '../knowledge/check-library.ts'
import { findStalePages, writePages } from '../knowledge/reference/kept-reference.ts'
import type { ReferenceSource } from '../knowledge/reference/reference-source.ts'
import type { SiblingSet } from '../knowledge/sibling-sets.ts'
import { KnownError } from '../model/known-error.ts'
import type { Probe } from '../model/probe.ts'
import { writeProblem } from '../model/problem.ts'
import { EXIT, type Io } from './io/io.ts'
import { showProgress } from './io/progress.ts'
import type { Verb } from './io/verb.ts'

interface Options {
  readonly knowledge: string
  readonly proofs: string
  readonly siblings?: true
  readonly writeReference?: true
  readonly json?: true
}

const check: Verb = (io, exit) =>
  new Command('check')
    .description('validates the library, its proofs and its reference: what is wrong, where, and what to do')
    .option('--knowledge <folder>', 'the folder of the cases', io.config.knowledge)
    .option('--proofs <folder>', 'the folder of their proofs', io.config.proofs)
    .option('--siblings', 'also print, for each two cases that share a signature, the facts that tell them apart')
    .option('--write-reference', 'write the pages of docs/reference first, when nothing else is wrong')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const isOurs = isReferred(options.knowledge, io.config.reference)
      if (options.writeReference && !isOurs) throw noReference(options.knowledge)
      const kit = await loadKit()
      const progress = showProgress(io, 'proving case')
      const checked = await checkLibrary(options, kit, progress.step)
      progress.end()
      const stale = isOurs ? await holdReference(checked, kit, options, io) : []
      const whole = { ...checked, problems: [...checked.problems, ...stale] }
      if (whole.problems.length > 0) exit(EXIT.negative)
      io.write(options.json ? asJson(whole) : asText(whole, options.siblings === true))
    })

export default check

/** Whether the reference is of this library. A package that was installed brings no docs to hold against it. */
function isReferred(knowledge: string, { of, folder }: Config['reference']): boolean {
  return resolve(knowledge) === resolve(of) && existsSync(dirname(folder))
}

function noReference(knowledge: string): KnownError {
  return new KnownError(
    'no-reference',
    `docs/reference is of the library that comes with Casebook, in a checkout of it; got \`${knowledge}\``,
  )
}

/** What is stale in the reference, after it was written where that is wanted. Of a library with mistakes there is none to hold. */
async function holdReference(checked: CheckedLibrary, kit: Kit, { writeReference }: Options, io: Io) {
  if (checked.problems.length > 0) {
    if (writeReference) io.warn('casebook: docs/reference is not written: mend these first\n')
    return []
  }
  const { folder } = io.config.reference
  const source = await referenceSource(checked, kit)
  if (writeReference) await writePages(folder, source)
  return findStalePages(folder, source)
}

async function referenceSource({ cases, siblings }: CheckedLibrary, kit: Kit): Promise<ReferenceSource> {
  const probes = await loadFolder<Probe<NodeView>>(new URL('../agent/probes/', import.meta.url))
  return { ...kit, cases, siblings, probes }
}

function asJson({ cases, ...rest }: CheckedLibrary): string {
  const { proofs, siblings, problems, notes } = rest
  return `${JSON.stringify({ cases: cases.length, proofs, siblings, problems, notes }, null, 2)}\n`
}

function asText({ cases, proofs, siblings, problems, notes }: CheckedLibrary, withPairs: boolean): string {
  return [
    ...problems.map((problem) => `${writeProblem(problem)}\n`),
    ...notes.map((note) => `note: ${writeProblem(note)}\n`),
    ...siblings.map((set) => setText(set, withPairs)),
    `${cases.length} cases and ${proofs} proofs read, ${problems.length} problems\n`,
  ].join('')
}

/** Who shares a signature, and on demand what tells each two of them apart. */
function setText({ signature, members, pairs }: SiblingSet, withPairs: boolean): string {
  const head = `siblings by \`${signature}\`: ${members.join(', ')}\n`
  if (!withPairs) return head
  return head + pairs.map(({ ids, toldApartBy }) => `  ${ids.join(' | ')}: ${toldApartBy.join(', ')}\n`).join('')
}
