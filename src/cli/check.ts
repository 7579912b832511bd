import { Command } from 'commander'
import { loadKit } from '../casebook.ts'
import { checkLibrary } from '../knowledge/check-library.ts'
import type { SiblingSet } from '../knowledge/sibling-sets.ts'
import { writeProblem } from '../model/problem.ts'
import { EXIT } from './io/io.ts'
import { showProgress } from './io/progress.ts'
import type { Verb } from './io/verb.ts'

const check: Verb = (io, exit) =>
  new Command('check')
    .description('validates the library and its proofs: what is wrong, where, and what to do')
    .option('--knowledge <folder>', 'the folder of the cases', io.config.knowledge)
    .option('--proofs <folder>', 'the folder of their proofs', io.config.proofs)
    .option('--siblings', 'also print, for each two cases that share a signature, the facts that tell them apart')
    .option('--json', 'print one JSON object')
    .action(async (options: { knowledge: string; proofs: string; siblings?: true; json?: true }) => {
      const progress = showProgress(io, 'proving case')
      const checked = await checkLibrary(
        { knowledge: options.knowledge, proofs: options.proofs },
        await loadKit(),
        progress.step,
      )
      progress.end()
      const { cases, proofs, siblings, problems, notes } = checked
      if (problems.length > 0) exit(EXIT.negative)
      if (options.json)
        return io.write(`${JSON.stringify({ cases: cases.length, proofs, siblings, problems, notes }, null, 2)}\n`)
      for (const problem of problems) io.write(`${writeProblem(problem)}\n`)
      for (const note of notes) io.write(`note: ${writeProblem(note)}\n`)
      for (const set of siblings) io.write(setText(set, options.siblings === true))
      io.write(`${cases.length} cases and ${proofs} proofs read, ${problems.length} problems\n`)
    })

export default check

/** Who shares a signature, and on demand what tells each two of them apart. */
function setText({ signature, members, pairs }: SiblingSet, withPairs: boolean): string {
  const head = `siblings by \`${signature}\`: ${members.join(', ')}\n`
  if (!withPairs) return head
  return head + pairs.map(({ ids, toldApartBy }) => `  ${ids.join(' | ')}: ${toldApartBy.join(', ')}\n`).join('')
}
