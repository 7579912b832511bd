import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { page } from '../messages/page.ts'
import { languageOption, readerLanguage } from './io/language.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

const list: Verb = (io) =>
  new Command('list')
    .description('lists the cases, by area')
    .option('--json', 'print one JSON array')
    .addOption(languageOption())
    .action(async (options: { json?: true; lang?: 'en' | 'zh' }) => {
      const { cases, problems } = await openCasebook(io.config.knowledge)
      warnOfProblems(io, problems)
      const language = readerLanguage(options.lang, io.config.language)
      if (options.json) {
        const rows = cases.map((it) => ({
          case: it.id,
          area: it.area,
          title: it.title[language],
          reviewed: it.reviewed,
        }))
        return io.write(`${JSON.stringify(rows, null, 2)}\n`)
      }
      const sheet = page({ language, width: io.width, color: io.color })
      for (const area of new Set(cases.map((it) => it.area))) {
        sheet.heading(area)
        for (const it of cases.filter((subject) => subject.area === area)) sheet.item(`${it.id}:`, it.title[language])
      }
      io.write(sheet.text())
    })

export default list
