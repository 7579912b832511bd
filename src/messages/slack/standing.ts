import type { Language } from '../../model/case.ts'
import type { Standing } from '../../model/feedback.ts'
import { isOftenWrong } from '../../model/often-wrong.ts'
import { type CleanText, cleanLine } from './escape.ts'

interface StandingWording {
  readonly confirmed: (nodes: number) => string
  readonly solved: (times: number) => string
  readonly notThis: (times: number) => string
  readonly ruledOut: (nodes: number) => string
  readonly earlier: (count: number) => string
  readonly between: string
  readonly doubtful: string
}

const WORDING: Readonly<Record<Language, StandingWording>> = {
  en: {
    confirmed: (nodes) => `confirmed on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}`,
    solved: (times) => `solved it ${times === 1 ? 'once' : `${times} times`}`,
    notThis: (times) => `not this: ${times === 1 ? 'once' : `${times} times`}`,
    ruledOut: (nodes) => `ruled out on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}`,
    earlier: (count) => `${count} more about earlier texts`,
    between: ', ',
    doubtful: 'often not the cause',
  },
  zh: {
    confirmed: (nodes) => `已在 ${nodes} 个节点上确认`,
    solved: (times) => `解决过 ${times} 次`,
    notThis: (times) => `“不是这个” ${times} 次`,
    ruledOut: (nodes) => `已在 ${nodes} 个节点上排除`,
    earlier: (count) => `另有 ${count} 条针对旧文本`,
    between: ',',
    doubtful: '常常不是原因',
  },
}

/** What came of a case before, for the small print; nothing where nothing is known. */
export function standingLines(standing: Standing | undefined, language: Language): CleanText[] {
  if (!standing) return []
  const words = WORDING[language]
  const counts = told(standing, words).join(words.between)
  return [counts, doubtfulMark(standing, language)].filter(Boolean).map((it) => cleanLine(it, 150))
}

/** The same for who reads the case itself, with what was said before it was changed. */
export function wholeStandingLines(standing: Standing | undefined, language: Language): CleanText[] {
  const lines = standingLines(standing, language)
  if (!standing || standing.earlier === 0) return lines
  return [...lines, cleanLine(WORDING[language].earlier(standing.earlier), 150)]
}

export function isDoubtful(standing: Standing | undefined): boolean {
  return standing !== undefined && isOftenWrong(standing.votes)
}

/** The mark of a case that is more often wrong than right; empty for all others. */
export function doubtfulMark(standing: Standing | undefined, language: Language): string {
  return isDoubtful(standing) ? `! ${WORDING[language].doubtful}` : ''
}

function told({ confirmed, solved, notThis, ruledOut }: Standing, words: StandingWording): string[] {
  const counts: readonly [number, (count: number) => string][] = [
    [confirmed, words.confirmed],
    [solved, words.solved],
    [notThis, words.notThis],
    [ruledOut, words.ruledOut],
  ]
  return counts.flatMap(([count, say]) => (count > 0 ? [say(count)] : []))
}
