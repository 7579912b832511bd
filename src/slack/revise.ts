import type { Step } from '../investigation/investigate.ts'
import type { Investigation } from '../model/investigation.ts'
import { KnownError } from '../model/known-error.ts'
import type { Change } from '../model/store.ts'
import { showInvestigation, type Tools } from './tools.ts'

const MAX_TRIES = 10

/**
 * Changes the newest revision of an investigation, its message and what goes with them in one commit. Undefined when
 * it is no longer kept, or when the effect finds nothing to do any more.
 */
export async function revise(
  id: string,
  effect: (investigation: Investigation) => Step | undefined,
  also: (before: Investigation, step: Step) => Pick<Change, 'question' | 'forget' | 'audit' | 'feedback' | 'told'>,
  tools: Tools,
): Promise<Step | undefined> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const before = await tools.store.investigation(id)
    const step = before && effect(before)
    if (!step) return undefined
    const send = showInvestigation(tools, step.investigation, step.answer, before)
    try {
      const besides = also(before, step)
      await tools.store.commit({ ...besides, investigation: step.investigation, send })
      tools.wake()
      if (besides.feedback) await tools.feedback.heard(besides.feedback)
      return step
    } catch (error) {
      if (!(error instanceof KnownError && error.code === 'stale-revision')) throw error
    }
  }
  throw new Error(`the investigation ${id} changed ${MAX_TRIES} times meanwhile`)
}
