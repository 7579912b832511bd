import type { Step } from '../../investigation/investigate.ts'
import { muteFor, nodeAbout } from '../../investigation/muted.ts'
import { shownMatch } from '../../messages/slack/answer-view.ts'
import type { Answer } from '../../model/answer.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { Mute } from '../../model/mute.ts'
import type { Change, Store } from '../../model/store.ts'
import type { Inventory } from '../probing/inventory.ts'

/** The mutes as they were read last: messages are written without waiting for the store. */
export interface KnownMutes {
  readonly refresh: () => Promise<void>
  /** The mute that holds for a case where an investigation is. */
  readonly of: (caseId: string, investigation: Investigation, answer: Answer) => Mute | undefined
}

interface MutesParts {
  readonly store: Pick<Store, 'mutes'>
  readonly inventory: Pick<Inventory, 'agentOf'>
  readonly now: () => number
}

/** Nothing is known before the first `refresh`. */
export function openMutes({ store, inventory, now }: MutesParts): KnownMutes {
  let known: readonly Mute[] = []
  return {
    async refresh() {
      known = await store.mutes.active(now())
    },
    of(caseId, investigation, answer) {
      const ofCase = known.filter((mute) => mute.caseId === caseId)
      if (ofCase.length === 0) return undefined
      const muted = new Set(ofCase.map(({ node }) => node))
      const isKnown = (name: string): boolean => muted.has(name.toLowerCase()) || inventory.agentOf(name) !== undefined
      const node = nodeAbout(investigation, answer, isKnown)
      return muteFor(ofCase, { caseId, channel: investigation.place.channel, node }, now())
    },
  }
}

/** Whether nobody is to be told of a step unasked. */
export function isMuted({ investigation, answer }: Pick<Step, 'investigation' | 'answer'>, mutes: KnownMutes): boolean {
  const leading = shownMatch({ answer, state: { is: 'open' } })
  return leading !== undefined && mutes.of(leading.case.id, investigation, answer) !== undefined
}

/** Whether a case that came up meanwhile is muted, and the thread has not been answered yet. */
export function isHeldBack(step: Step, before: Investigation, mutes: KnownMutes): boolean {
  return before.audience !== 'thread' && isMuted(step, mutes)
}

/** It is kept for whoever asks later. */
export function heldBack({ investigation }: Step, { audience }: Investigation): Pick<Change, 'investigation'> {
  return { investigation: { ...investigation, audience } }
}
