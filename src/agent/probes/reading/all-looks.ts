import type { Looked, NotChecked } from '../../../model/probe.ts'
import { unread } from './unread.ts'

/** What several looks found together. */
export function together(looks: readonly Looked[]): Looked {
  return { facts: looks.flatMap(({ facts }) => facts), notChecked: looks.flatMap(({ notChecked }) => notChecked) }
}

/** What `look` finds, or why `what` could not be read. */
export function lookOrSay(what: string, why: { right: string; absent: string }, look: () => Looked): Looked {
  try {
    return look()
  } catch (error) {
    return nothing(unread(what, error, why))
  }
}

export function nothing(...notChecked: readonly NotChecked[]): Looked {
  return { facts: [], notChecked }
}
