import { askableCandidates } from '../../investigation/askable.ts'
import { kindsToMeasure, probesYielding } from '../../investigation/remaining.ts'
import { pressAsksNodes } from '../probing/probing-press.ts'

/** `Ask node-7 again`: the node that was asked last is asked about all candidates, with one click. */
export default pressAsksNodes('ask_again', async ({ investigation, user }, _body, { match, nodes, kinds }) => {
  const { inventory, asking } = nodes
  const last = investigation.questions?.findLast((question) => question.of === 'node')
  const agent = last && inventory.agentOf(last.node)
  if (!agent) return 'node'
  const wanted = kindsToMeasure(askableCandidates(investigation, match), kinds)
  const probes = probesYielding(wanted, agent.probes)
  if (probes.length === 0) return 'probes'
  const started = await asking.start({ investigation: investigation.id, askedBy: user, node: agent.node, probes })
  return started === 'asking' ? undefined : started
})
