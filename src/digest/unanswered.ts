import type { Answer } from '../model/answer.ts'
import type { UnansweredGroup } from '../model/digest.ts'
import type { Investigation } from '../model/investigation.ts'

/** An investigation and what the library says of it now. */
export interface Look {
  readonly investigation: Investigation
  readonly answer: Answer
}

export function isAnswered({ answer, investigation }: Look): boolean {
  return investigation.dismissed.length > 0 || (answer.confidence !== 'none' && answer.confidence !== 'low')
}

/** Errors that no case answers, by what they have in common, most frequent first. */
export function groupUnanswered(
  looks: readonly Look[],
  generalise: (line: string) => string | undefined,
): UnansweredGroup[] {
  const groups = new Map<string, UnansweredGroup>()
  for (const { investigation } of looks.filter((look) => !isAnswered(look) && !look.investigation.solved)) {
    const template = firstTemplate(investigation, generalise)
    if (template === undefined) continue
    const count = (groups.get(template)?.count ?? 0) + 1
    groups.set(template, { template, count, investigation: investigation.id })
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1))
}

const MOST_LINES_READ = 200

/** An error is told by the line that says so, else by the first that says anything. */
export function firstTemplate(
  { pastes }: Pick<Investigation, 'pastes'>,
  generalise: (line: string) => string | undefined,
): string | undefined {
  const lines = pastes.flatMap(({ text }) => text.split('\n', MOST_LINES_READ)).slice(0, MOST_LINES_READ)
  const telling = lines.filter((line) => /error|fail|denied|refused|timeout|cannot|panic|no such|错误|失败/i.test(line))
  for (const line of [...telling, ...lines]) {
    const template = generalise(line)
    if (template !== undefined) return template
  }
  return undefined
}
