/** Seconds since something happened, and the index of the first word behind the phrase. */
export interface Age {
  readonly seconds: number
  readonly next: number
}

/**
 * Reads what docker calls an age (`2 hours ago`, `About a minute`, `Less than a second ago`) from the words at `at`.
 *
 * Docker rounds down to one unit and writes months of 30 and years of 365 days.
 * https://github.com/docker/go-units/blob/master/duration.go
 */
export function readAge(words: readonly string[], at: number): Age | undefined {
  const phrase = fixedPhrase(words, at) ?? counted(words, at)
  if (!phrase) return undefined
  return words[phrase.next] === 'ago' ? { ...phrase, next: phrase.next + 1 } : phrase
}

const FIXED: readonly [phrase: readonly string[], seconds: number][] = [
  [['Less', 'than', 'a', 'second'], 0],
  [['About', 'a', 'minute'], 60],
  [['About', 'an', 'hour'], 3600],
]

const UNITS: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 7 * 86_400],
  ['month', 30 * 86_400],
  ['year', 365 * 86_400],
])

function fixedPhrase(words: readonly string[], at: number): Age | undefined {
  for (const [phrase, seconds] of FIXED) {
    if (phrase.every((word, i) => words[at + i] === word)) return { seconds, next: at + phrase.length }
  }
  return undefined
}

function counted(words: readonly string[], at: number): Age | undefined {
  const count = words[at] ?? ''
  const unit = UNITS.get((words[at + 1] ?? '').replace(/s$/, ''))
  return /^\d{1,6}$/.test(count) && unit ? { seconds: Number(count) * unit, next: at + 2 } : undefined
}
