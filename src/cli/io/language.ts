import { Option } from 'commander'
import { LANGUAGES, type Language } from '../../model/case.ts'

export function languageOption(): Option {
  return new Option('--lang <language>', 'the language of the answer').choices([...LANGUAGES])
}

/** What was asked for, else the reader's locale, else the language of the paste. */
export function readerLanguage(asked: Language | undefined, locale: Language | undefined, paste = ''): Language {
  return asked ?? locale ?? (isChinese(paste) ? 'zh' : 'en')
}

/** A tenth of Chinese characters makes a Chinese text: logs around it are English everywhere. */
function isChinese(text: string): boolean {
  const sample = text.slice(0, 20_000)
  return (sample.match(/\p{Script=Han}/gu) ?? []).length * 10 > sample.length
}
