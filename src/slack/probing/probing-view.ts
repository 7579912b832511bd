import { askableMatches } from '../../investigation/askable.ts'
import { measuredNodes } from '../../investigation/measured.ts'
import { kindsToMeasure, probesYielding } from '../../investigation/remaining.ts'
import { judgeNode } from '../../investigation/survey.ts'
import { type AnswerView, shownMatch } from '../../messages/slack/answer-view.ts'
import type { ProbingView } from '../../messages/slack/question-parts.ts'
import type { FactKind } from '../../model/fact.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { SlackConfig } from '../slack-config.ts'
import type { Nodes } from './nodes.ts'
import { isListedChannel } from './probing-gate.ts'

interface ProbingTools {
  readonly config: SlackConfig
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly nodes: Nodes
}

/** Nodes that were asked before the last one and whose word on the case is still told. */
const MAX_OTHER_NODES = 5

/** What a message says of the questions to nodes, and whether it offers one. Nothing where there is nothing to say. */
export function probingView(
  tools: ProbingTools,
  investigation: Investigation,
  view: Pick<AnswerView, 'answer' | 'state'>,
): ProbingView | undefined {
  const { config, kinds, nodes } = tools
  const { questions = [], place } = investigation
  const offered = isListedChannel(config.probing, place.channel) && hasProbe(tools, view)
  if (!offered && questions.length === 0) return undefined
  const asking = questions.findLast((question) => question.state === 'asking')
  const shown = shownMatch(view)
  const [, ...earlier] = measuredNodes(questions)
  return {
    offered,
    questions,
    progress: asking && nodes.asking.progressOf(asking.id),
    otherNodes: shown ? earlier.slice(0, MAX_OTHER_NODES).map((node) => judgeNode(shown, node, kinds)) : [],
  }
}

function hasProbe({ kinds, nodes }: ProbingTools, { answer }: Pick<AnswerView, 'answer'>): boolean {
  const wanted = kindsToMeasure(askableMatches(answer.matches), kinds)
  return wanted.size > 0 && nodes.inventory.agents().some(({ probes }) => probesYielding(wanted, probes).length > 0)
}
