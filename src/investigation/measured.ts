import type { Fact } from '../model/fact.ts'
import type { Gap } from '../model/gap.ts'
import type { AskedProbe, Measured, NodeQuestion, Question } from '../model/question.ts'

/** What is known of one node from its answers: of each probe the last one. */
export interface NodeFacts {
  readonly node: string
  /** Milliseconds since the epoch of the last answer. */
  readonly at: number
  readonly facts: readonly Fact[]
  readonly gaps: readonly Gap[]
}

/**
 * Every node that answered, the one that was asked last first. Facts of two nodes are never judged together: the
 * verdict is about one node, and that is the one that somebody asked last.
 */
export function measuredNodes(questions: readonly Question[] = []): readonly NodeFacts[] {
  const nodes = new Map<string, NodeFacts>()
  const heard = new Set<string>()
  for (const question of questions.toReversed()) {
    if (!hasAnswer(question)) continue
    const before = nodes.get(question.node)
    const fresh = question.probes.filter((probe) => !heard.has(`${question.node} ${probe.id}`))
    for (const probe of fresh) heard.add(`${question.node} ${probe.id}`)
    const { facts, gaps } = ofProbes(question.measured, fresh)
    nodes.set(question.node, {
      node: question.node,
      at: before?.at ?? question.endedAt ?? question.askedAt,
      facts: [...(before?.facts ?? []), ...facts],
      gaps: [...(before?.gaps ?? []), ...gaps],
    })
  }
  return [...nodes.values()]
}

/**
 * What the answer leaves open, kind by kind. A subsystem that the node does not have leaves nothing open; an answer
 * that broke off leaves everything open that it was asked for.
 */
export function gapsIn(
  { notChecked, fault, cut }: Pick<Measured, 'notChecked' | 'fault' | 'cut'>,
  probes: readonly AskedProbe[],
): Gap[] {
  const yields = new Map(probes.map((probe) => [probe.id, probe.yields]))
  const unseen = notChecked.filter(({ why }) => why !== 'not-here')
  return [
    ...unseen.flatMap(({ probe, what }) => (yields.get(probe) ?? []).map((kind) => ({ kind, what }))),
    ...(fault === undefined ? [] : probes.flatMap((probe) => probe.yields.map((kind) => ({ kind, what: '' })))),
    ...cut.map((kind) => ({ kind, what: '' })),
  ]
}

/** A node that went away before it said anything does not make older answers of it worse. */
function hasAnswer(question: Question): question is NodeQuestion & { readonly measured: Measured } {
  if (question.of !== 'node' || question.measured === undefined) return false
  const { facts, fault } = question.measured
  return facts.length > 0 || fault === undefined
}

function ofProbes(measured: Measured, probes: readonly AskedProbe[]): { facts: readonly Fact[]; gaps: readonly Gap[] } {
  const ids = new Set(probes.map(({ id }) => id))
  const notChecked = measured.notChecked.filter(({ probe }) => ids.has(probe))
  return {
    facts: measured.facts.filter(({ origin }) => origin.from === 'node' && ids.has(origin.probe)),
    gaps: gapsIn({ ...measured, notChecked }, probes),
  }
}
