import type { Answer } from '../model/answer.ts'
import type { Fact } from '../model/fact.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Mute } from '../model/mute.ts'
import { pastedText } from './investigate.ts'
import { measuredNodes } from './measured.ts'
import { nodeNamedIn, nodesListedIn } from './named-node.ts'

/** The mute that holds for a case in a channel, about a node if it is known; of several the one that holds longest. */
export function muteFor(
  mutes: readonly Mute[],
  { caseId, channel, node }: { readonly caseId: string; readonly channel: string; readonly node: string | undefined },
  now: number,
): Mute | undefined {
  return mutes
    .filter((mute) => mute.caseId === caseId && mute.until > now)
    .filter((mute) => mute.channel === undefined || mute.channel === channel)
    .filter((mute) => mute.node === undefined || mute.node === node?.toLowerCase())
    .reduce<Mute | undefined>((longest, mute) => (longest && longest.until >= mute.until ? longest : mute), undefined)
}

/**
 * The one node that an investigation is about: the one that was measured last, else the one that its paste lists, else
 * the one whose name stands in it. Undefined when there are several: a mute silences nothing about another node.
 */
export function nodeAbout(
  investigation: Pick<Investigation, 'pastes' | 'questions'>,
  { facts }: Pick<Answer, 'facts'>,
  isKnown: (name: string) => boolean,
): string | undefined {
  const [measured] = measuredNodes(investigation.questions)
  if (measured) return measured.node
  const listed = new Set(nodesListedIn(facts.filter(isPasted)).map((name) => name.toLowerCase()))
  if (listed.size > 0) return listed.size === 1 ? [...listed][0] : undefined
  return nodeNamedIn(pastedText(investigation), [], isKnown)
}

function isPasted({ origin }: Fact): boolean {
  return origin.from === 'paste'
}
