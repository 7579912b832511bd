import type { Signature } from '../../model/case.ts'
import { type CleanText, cleanLine } from './escape.ts'

/** Longer lines are looked at only this far. */
const MAX_READ = 2000
/**
 * A log line with what matched in view. The head of a kubelet line is a timestamp, a host and a source file, and the
 * error stands at its end.
 */
export function excerpt(text: string, signatures: readonly Signature[], max: number): CleanText {
  const whole = cleanLine(text, MAX_READ)
  if (whole.length <= max) return whole
  const start = Math.min(matchStart(whole, signatures), whole.length - max + 1)
  return start <= 0 ? cleanLine(whole, max) : cleanLine(`…${fromWhole(whole, start)}`, max)
}

/** Where the longest literal of a signature that is in the text begins, or rather the first literal of that signature. */
function matchStart(text: string, signatures: readonly Signature[]): number {
  const lower = text.toLowerCase()
  let start = 0
  let longest = 0
  for (const { template } of signatures) {
    const literals = template.parts.flatMap((part) => ('literal' in part ? [part.literal.trim()] : []))
    const found = literals.filter((literal) => lower.includes(literal)).sort((a, b) => b.length - a.length)[0] ?? ''
    if (found.length <= longest) continue
    longest = found.length
    const first = lower.indexOf(literals[0] ?? found)
    start = first >= 0 ? first : lower.indexOf(found)
  }
  return start
}

/** From a whole character on. */
function fromWhole(text: string, start: number): string {
  const unit = text.charCodeAt(start)
  return text.slice(unit >= 0xdc00 && unit <= 0xdfff ? start + 1 : start)
}
