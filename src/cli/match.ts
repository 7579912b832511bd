import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { answerJson } from '../messages/answer-json.ts'
import { answerText } from '../messages/answer-text.ts'
import { languageOption, readerLanguage } from './io/language.ts'
import { readPaste } from './io/read-paste.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

interface Options {
  readonly json?: true
  readonly lang?: 'en' | 'zh'
}

const match: Verb = (io) =>
  new Command('match')
    .description('matches a paste from FILE or standard input with the documented cases')
    .argument('[file]', 'a file, or - for standard input')
    .option('--json', 'print one JSON object')
    .addOption(languageOption())
    .action(async (file: string | undefined, options: Options) => {
      const [casebook, text] = await Promise.all([openCasebook(io.config.knowledge), readPaste(io, file)])
      warnOfProblems(io, casebook.problems)
      const redacted = await casebook.redact(text)
      const answer = casebook.matcher.match(redacted.text)
      const language = readerLanguage(options.lang, io.config.language, text)
      const written = options.json
        ? `${JSON.stringify(answerJson(answer, language), null, 2)}\n`
        : answerText(answer, { language, width: io.width, color: io.color })
      io.write(written)
    })

export default match
