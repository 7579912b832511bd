import type { MuteMistake } from '../../messages/slack/mute-wording.ts'

/** What a person typed after `mute` or `unmute`: CASE [here|everywhere] [node NAME] [for 7d]. */
export interface WantedMute {
  /** As it was typed. */
  readonly caseId: string
  readonly everywhere: boolean
  /** In lower case. */
  readonly node: string | undefined
  readonly forMs: number
}

/** What is wrong with it, and the word that is. */
export interface MuteProblem {
  readonly wrong: MuteMistake
  readonly word: string
}

const HOUR_MS = 3_600_000
const UNIT_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 168 * HOUR_MS }
export const MUTE_DAYS = { usual: 7, most: 90 }
const DAY_MS = 24 * HOUR_MS

/** The parts after the case may stand in any order, each once. */
export function readMute(typed: string): WantedMute | MuteProblem {
  const [caseId = '', ...words] = typed.trim().split(/\s+/)
  if (caseId === '') return { wrong: 'no-case', word: '' }
  const read: { everywhere?: boolean; node?: string; forMs?: number } = {}
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const part = readPart(word, word === 'node' || word === 'for' ? (words.shift() ?? '') : '')
    if ('wrong' in part) return part
    if (Object.keys(part).some((name) => name in read)) return { wrong: 'twice', word }
    Object.assign(read, part)
  }
  const { everywhere = false, node, forMs = MUTE_DAYS.usual * DAY_MS } = read
  return { caseId, everywhere, node, forMs }
}

function readPart(
  word: string,
  value: string,
): { everywhere: boolean } | { node: string } | { forMs: number } | MuteProblem {
  if (word === 'here' || word === 'everywhere') return { everywhere: word === 'everywhere' }
  if (word === 'for') return readTime(value)
  if (word !== 'node') return { wrong: 'word', word }
  return /^[a-z0-9][a-z0-9.-]{0,252}$/i.test(value) ? { node: value.toLowerCase() } : { wrong: 'node', word: value }
}

function readTime(word: string): { forMs: number } | MuteProblem {
  const [, count = '', unit = ''] = /^(\d{1,6})([hdw])$/.exec(word) ?? []
  const forMs = Number(count) * (UNIT_MS[unit] ?? 0)
  if (forMs === 0) return { wrong: 'time', word }
  return forMs > MUTE_DAYS.most * DAY_MS ? { wrong: 'too-long', word } : { forMs }
}
