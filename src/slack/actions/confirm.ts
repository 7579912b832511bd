import { askableCandidates } from '../../investigation/askable.ts'
import { answerOf, pastedText } from '../../investigation/investigate.ts'
import { nodeNamedIn } from '../../investigation/named-node.ts'
import { kindsToMeasure, probesYielding } from '../../investigation/remaining.ts'
import { type ConfirmView, confirmView } from '../../messages/slack/confirm-view.ts'
import type { Match } from '../../model/answer.ts'
import type { KnownProbe } from '../../model/fleet.ts'
import type { Press } from '../press.ts'
import { optionOf } from '../probing/inventory.ts'
import { pressAsksNodes } from '../probing/probing-press.ts'
import { languageFor, type Tools } from '../tools.ts'

/** `Confirm on node…`: which node, what is read there and who sees it, in a modal. The trigger lives three seconds. */
export default pressAsksNodes('confirm', async (press, { trigger_id }, tools) => {
  const view = confirmView(await viewFor(press, tools))
  try {
    await tools.quickWeb.views.open({ trigger_id, view })
    return undefined
  } catch (error) {
    tools.log.warn({ error, investigation: press.investigation.id }, 'the modal could not be opened')
    return 'slow'
  }
})

async function viewFor({ investigation, caseId, user }: Press, tools: Tools): Promise<ConfirmView> {
  const { inventory } = tools.nodes
  const candidates = shownFirst(askableCandidates(investigation, tools.match), caseId)
  const { facts } = answerOf(investigation, tools.match)
  const node = nodeNamedIn(pastedText(investigation), facts, (name) => inventory.agentOf(name) !== undefined)
  const language = await languageFor(tools, user, '')
  return {
    language,
    pressed: { investigation: investigation.id, case: caseId },
    cases: candidates.map((match) => match.case.title[language]),
    probes: probesFor(candidates, tools),
    node: node === undefined ? undefined : optionOf(node),
  }
}

/** The case that the button stood on is the one that a pool is asked about. */
function shownFirst(candidates: readonly Match[], caseId: string): readonly Match[] {
  const shown = candidates.filter((match) => match.case.id === caseId)
  return [...shown, ...candidates.filter((match) => !shown.includes(match))]
}

/** Of the agents that are connected: which of them has which is seen when one is asked. */
function probesFor(candidates: readonly Match[], { kinds, nodes: { inventory } }: Tools): readonly KnownProbe[] {
  const wanted = kindsToMeasure(candidates, kinds)
  const probes = new Map<string, KnownProbe>()
  for (const agent of inventory.agents()) {
    const serving = new Set(probesYielding(wanted, agent.probes).map(({ id }) => id))
    for (const probe of agent.probes) if (serving.has(probe.id) && !probes.has(probe.id)) probes.set(probe.id, probe)
  }
  return [...probes.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
