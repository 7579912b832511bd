import type { Answer } from '../model/answer.ts'
import type { Investigation } from '../model/investigation.ts'

/**
 * Who gets to see an answer. A question is always answered. Unasked, only what is likely right speaks up: `high` in the
 * thread, `medium` to the author alone, who may share it; everything else is silence. A bot cannot be shown anything alone.
 */
export function audienceOf(answer: Answer, asked: boolean, byBot: boolean): Investigation['audience'] {
  if (asked || answer.confidence === 'high') return 'thread'
  return answer.confidence === 'medium' && !byBot ? 'author' : 'nobody'
}

/** An audience grows and never shrinks: what was said in the thread stays there. */
export function widerAudience(a: Investigation['audience'], b: Investigation['audience']): Investigation['audience'] {
  const order = ['nobody', 'author', 'thread'] as const
  return order[Math.max(order.indexOf(a), order.indexOf(b))] ?? 'nobody'
}
