import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { page } from '../messages/page.ts'
import { PHRASES } from '../messages/phrases.ts'
import { EXIT } from './io/io.ts'
import { languageOption, readerLanguage } from './io/language.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

const search: Verb = (io, exit) =>
  new Command('search')
    .description('finds cases by words, English or Chinese')
    .argument('<words...>', 'what to look for')
    .option('--json', 'print one JSON array')
    .addOption(languageOption())
    .action(async (words: string[], options: { json?: true; lang?: 'en' | 'zh' }) => {
      const casebook = await openCasebook(io.config.knowledge)
      warnOfProblems(io, casebook.problems)
      const asked = words.join(' ')
      const language = readerLanguage(options.lang, io.config.language, asked)
      const hits = casebook.matcher.search(asked)
      if (hits.length === 0) exit(EXIT.negative)
      if (options.json) {
        const rows = hits.map((hit) => ({ case: hit.case.id, title: hit.case.title[language], score: hit.score }))
        return io.write(`${JSON.stringify(rows, null, 2)}\n`)
      }
      const sheet = page({ language, width: io.width, color: io.color })
      if (hits.length === 0) sheet.paragraph(PHRASES[language].none)
      for (const hit of hits) sheet.item(`${hit.case.id}:`, hit.case.title[language])
      io.write(sheet.text())
    })

export default search
