import type { Language } from '../../model/case.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How long something took, in one unit, rounded down: `12 min`, `3 h`, `2 days`. */
export function writtenDuration(ms: number, language: Language): string {
  const words = WORDS[language]
  if (!(ms >= MINUTE_MS)) return words.moment
  if (ms < HOUR_MS) return words.minutes(Math.floor(ms / MINUTE_MS))
  if (ms < 2 * DAY_MS) return words.hours(Math.floor(ms / HOUR_MS))
  return words.days(Math.floor(ms / DAY_MS))
}

const WORDS = {
  en: {
    moment: 'less than a minute',
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} h`,
    days: (n: number) => `${n} days`,
  },
  zh: {
    moment: '不到 1 分钟',
    minutes: (n: number) => `${n} 分钟`,
    hours: (n: number) => `${n} 小时`,
    days: (n: number) => `${n} 天`,
  },
}
