import { judge } from '../diagnosis/judge.ts'
import { deriveFromMeasured } from '../matching/derive.ts'
import { groupByKind } from '../matching/matcher.ts'
import type { Match } from '../model/answer.ts'
import type { Bilingual } from '../model/case.ts'
import type { FactKind } from '../model/fact.ts'
import type { NodeAnswer } from '../model/fleet.ts'
import type { Gap } from '../model/gap.ts'
import type { AskedProbe, Survey } from '../model/question.ts'
import type { Ground, Verdict } from '../model/verdict.ts'
import { gapsIn, type NodeFacts } from './measured.ts'

/** What the facts of one node say of one case. */
export interface NodeVerdict {
  readonly node: string
  readonly state: Verdict['state']
  /** The number that decided. */
  readonly says: Bilingual | undefined
  /** Why it could not be decided, when something could not be checked. */
  readonly why: string
}

/** Nodes of each list that are kept by name; the counts are of all. */
const MAX_LISTED = 200
const MAX_SENTENCE = 300

/** Holds one case against the facts of a node alone: the paste is about another one. */
export function judgeNode(
  { case: subject, captures }: Pick<Match, 'case' | 'captures'>,
  { node, facts, gaps }: Pick<NodeFacts, 'node' | 'facts' | 'gaps'>,
  kinds: ReadonlyMap<string, FactKind>,
): NodeVerdict {
  const all = [...facts, ...deriveFromMeasured(facts, [], kinds)]
  const { state, because } = judge(subject, groupByKind(all), captures, kinds, gaps)
  const decisive = because.find(({ effect }) => effect === (state === 'ruled-out' ? 'rules-out' : 'confirms'))
  return { node, state, says: decisive && shortened(decisive), why: '' }
}

/** The same for an answer to a question about many nodes. A node that said nothing has no verdict. */
export function judgeAnswer(
  match: Pick<Match, 'case' | 'captures'>,
  answer: NodeAnswer,
  probes: readonly AskedProbe[],
  kinds: ReadonlyMap<string, FactKind>,
): NodeVerdict | undefined {
  if (answer.fault !== undefined && answer.facts.length === 0) return undefined
  const gaps: readonly Gap[] = gapsIn({ ...answer, cut: [] }, probes)
  const verdict = judgeNode(match, { node: answer.node, facts: answer.facts, gaps }, kinds)
  return { ...verdict, why: verdict.state === 'undecided' ? reasonIn(answer) : '' }
}

/** `silent` are the nodes without a verdict, and why. */
export function surveyOf(verdicts: readonly NodeVerdict[], silent: Survey['silent']): Survey {
  const inState = (state: Verdict['state']): NodeVerdict[] => byName(verdicts.filter((it) => it.state === state))
  const [confirmed, undecided] = [inState('confirmed'), inState('undecided')]
  return {
    counts: {
      confirmed: confirmed.length,
      'ruled-out': inState('ruled-out').length,
      undecided: undecided.length,
      silent: silent.length,
    },
    confirmed: confirmed.slice(0, MAX_LISTED).map(({ node, says }) => ({ node, says: says ?? { en: '', zh: '' } })),
    undecided: undecided.slice(0, MAX_LISTED).map(({ node, why }) => ({ node, why })),
    silent: byName(silent)
      .slice(0, MAX_LISTED)
      .map(({ node, fault }) => ({ node, fault: fault.slice(0, MAX_SENTENCE) })),
  }
}

function reasonIn({ fault, notChecked }: NodeAnswer): string {
  const [first] = notChecked.filter(({ why }) => why !== 'not-here')
  return (fault ?? (first ? `${first.what}: ${first.says}` : '')).slice(0, MAX_SENTENCE)
}

function shortened({ says }: Ground): Bilingual {
  return { en: says.en.slice(0, MAX_SENTENCE), zh: says.zh.slice(0, MAX_SENTENCE) }
}

function byName<T extends { readonly node: string }>(nodes: readonly T[]): T[] {
  return nodes.toSorted((a, b) => (a.node < b.node ? -1 : 1))
}
