import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { readLabelledPastes } from '../evaluation/labelled-pastes.ts'
import { scorePastes } from '../evaluation/score.ts'
import { scoreText } from '../messages/score-text.ts'
import type { Answer } from '../model/answer.ts'
import { KnownError } from '../model/known-error.ts'
import { showProgress } from './io/progress.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

const evaluate: Verb = (io) =>
  new Command('eval')
    .description('scores labelled pastes, one JSON object a line: id, label, alt, decidable, text')
    .argument('<file>', 'a file of JSON lines')
    .option('--json', 'print one JSON object with every miss')
    .action(async (file: string, options: { json?: true }) => {
      const pastes = readLabelledPastes(file, await readText(file))
      const casebook = await openCasebook(io.config.knowledge)
      warnOfProblems(io, casebook.problems)
      const progress = showProgress(io, 'paste')
      const answers: Answer[] = []
      for (const paste of pastes) {
        answers.push(casebook.matcher.match((await casebook.redact(paste.text)).text))
        progress.step(answers.length, pastes.length)
      }
      progress.end()
      const score = scorePastes(pastes, casebook.cases, answers)
      io.write(options.json ? `${JSON.stringify(score, null, 2)}\n` : scoreText(score))
    })

export default evaluate

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new KnownError(
      'unreadable-file',
      `cannot read \`${file}\`: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
}
