import { page } from '../../messages/page.ts'
import type { NotChecked } from '../../model/probe.ts'
import type { Io } from './io.ts'
import { printable } from './printable.ts'

const MOST = 60

/** What could not be looked at and why, for a terminal; empty when there was nothing. */
export function notCheckedText(notChecked: readonly (NotChecked & { readonly probe: string })[], io: Io): string {
  if (notChecked.length === 0) return ''
  const { paint } = page({ language: 'en', width: io.width, color: io.color })
  const lines = notChecked
    .slice(0, MOST)
    .map(({ probe, what, why, says }) => `  ${probe}: ${printable(what)} (${why}): ${printable(says)}\n`)
  const more = notChecked.length > MOST ? `  … and ${notChecked.length - MOST} more; --json has them all\n` : ''
  return `\n${paint.bold('not checked')}\n${lines.join('')}${more}`
}
