import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { caseText } from '../messages/case-text.ts'
import { closest } from '../model/closest.ts'
import { EXIT } from './io/io.ts'
import { languageOption, readerLanguage } from './io/language.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

const show: Verb = (io, exit) =>
  new Command('show')
    .description('prints one case whole')
    .argument('<id>', 'the id of a case')
    .addOption(languageOption())
    .action(async (id: string, options: { lang?: 'en' | 'zh' }) => {
      const { cases, problems } = await openCasebook(io.config.knowledge)
      warnOfProblems(io, problems)
      const subject = cases.find((it) => it.id === id || it.aliases.includes(id))
      const language = readerLanguage(options.lang, io.config.language)
      if (subject) return io.write(caseText(subject, { language, width: io.width, color: io.color }))
      const guess = closest(
        id,
        cases.map((it) => it.id),
      )
      io.warn(
        `casebook: there is no case \`${id}\`${guess ? `. Did you mean \`${guess}\`?` : '; `casebook list` shows them'}\n`,
      )
      exit(EXIT.negative)
    })

export default show
