import type { App, SlackViewAction, ViewSubmitAction } from '@slack/bolt'
import { askableCandidates } from '../../investigation/askable.ts'
import { kindsRead, probesYielding } from '../../investigation/remaining.ts'
import { type Pressed, readPressed } from '../../messages/slack/button.ts'
import { CONFIRM, MAX_POOL_PATTERN } from '../../messages/slack/confirm-view.ts'
import { QUESTION_WORDING, type QuestionWording } from '../../messages/slack/question-wording.ts'
import type { Match } from '../../model/answer.ts'
import type { ConnectedAgent } from '../../model/fleet.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { AskedProbe } from '../../model/question.ts'
import type { Interaction } from '../interaction.ts'
import type { Nodes, Wanted } from '../nodes.ts'
import type { Asker } from '../probing-gate.ts'
import { askerOf, auditRefusal, denialOf } from '../probing-press.ts'
import { languageFor, type Tools } from '../tools.ts'

/** Whoever submits is checked again; then the modal closes, and the question is asked. What is wrong is said beside its field. */
const confirm: Interaction = (app: App, tools) => {
  app.view<ViewSubmitAction>({ callback_id: CONFIRM.callback, type: 'view_submission' }, async ({ ack, body }) => {
    const read = await readSubmission(body, tools)
    if ('field' in read) return ack({ response_action: 'errors', errors: { [read.field]: read.says } })
    await ack()
    await tools.nodes.asking.start(read.wanted)
  })
}

export default confirm

/** More nodes than this at once are an experiment, not a question. */
const MAX_NODES = 2000

interface Objection {
  readonly field: string
  readonly says: string
}

type Submission = { readonly wanted: Wanted } | Objection

async function readSubmission(body: SlackViewAction, tools: Tools): Promise<Submission> {
  const words = QUESTION_WORDING[await languageFor(tools, body.user.id, '')]
  const pressed = readPressed(body.view.private_metadata)
  const investigation = pressed && (await tools.store.investigation(pressed.investigation))
  if (!pressed || !investigation) return { field: CONFIRM.node, says: words.wrong.gone }
  const chosen = await choiceIn(body, tools)
  const asker = askerOf(body.user, body.team, investigation.place.channel)
  const about = `investigation=${investigation.id} node=${chosen.node} pool=${chosen.pool}`
  const denial = await denialOf(asker, about, tools)
  if (denial) return { field: CONFIRM.node, says: words.denied[denial] }
  const read = readChoice(chosen, { investigation, pressed, asker, nodes: tools.nodes, words }, tools)
  if ('field' in read) await auditRefusal(asker, `${about} wrong=${read.field}`, tools)
  return read
}

interface Choice {
  readonly node: string
  readonly pool: string
}

/** What was chosen and typed. A secret that somebody typed stays out of the audit log too. */
async function choiceIn({ view }: SlackViewAction, { redact }: Tools): Promise<Choice> {
  const { [CONFIRM.node]: node, [CONFIRM.pool]: pool } = view.state.values
  const typed = String(pool?.[CONFIRM.pool]?.value ?? '').trim()
  return {
    node: String(node?.[CONFIRM.node]?.selected_option?.value ?? '').slice(0, 100),
    pool: await redact(typed.slice(0, MAX_POOL_PATTERN)),
  }
}

interface Context {
  readonly investigation: Investigation
  readonly pressed: Pressed
  readonly asker: Asker
  readonly nodes: Nodes
  readonly words: QuestionWording
}

function readChoice({ node, pool }: Choice, context: Context, { match }: Tools): Submission {
  const { investigation, words } = context
  if (node === '' && pool === '') return { field: CONFIRM.node, says: words.wrong.neither }
  if (node !== '' && pool !== '') return { field: CONFIRM.pool, says: words.wrong.both }
  const isAsking = investigation.questions?.at(-1)?.state === 'asking'
  if (isAsking) return { field: node === '' ? CONFIRM.pool : CONFIRM.node, says: words.wrong.busy }
  const candidates = askableCandidates(investigation, match)
  return node === '' ? wantedOfPool(pool, candidates, context) : wantedOfNode(node, candidates, context)
}

function wantedOfNode(value: string, candidates: readonly Match[], context: Context): Submission {
  const { investigation, asker, nodes, words } = context
  const agent = nodes.inventory.chosen(value)
  if (!agent) return { field: CONFIRM.node, says: words.wrong.node }
  const probes = probesYielding(kindsRead(candidates), agent.probes)
  if (probes.length === 0) return { field: CONFIRM.node, says: words.wrong.probes }
  return { wanted: { investigation: investigation.id, askedBy: asker.user, node: agent.node, probes } }
}

/** One case, the one that the button stood on: "3 of 412 nodes have it". */
function wantedOfPool(pool: string, candidates: readonly Match[], context: Context): Submission {
  const { investigation, pressed, asker, nodes, words } = context
  const objection = (says: string): Objection => ({ field: CONFIRM.pool, says })
  const match = candidates.find((it) => it.case.id === pressed.case) ?? candidates[0]
  const agents = nodes.inventory.fitting(pool)
  if (agents.length === 0) return objection(words.wrong.pool)
  if (agents.length > MAX_NODES) return objection(words.tooMany(agents.length, MAX_NODES))
  const probes = match ? probesOf(match, agents) : []
  if (!match || probes.length === 0) return objection(words.wrong.probes)
  const names = agents.map(({ node }) => node)
  return { wanted: { investigation: investigation.id, askedBy: asker.user, pool, nodes: names, match, probes } }
}

function probesOf(match: Match, agents: readonly ConnectedAgent[]): readonly AskedProbe[] {
  const kinds = kindsRead([match])
  const probes = agents.flatMap((agent) => probesYielding(kinds, agent.probes))
  return [...new Map(probes.map((probe) => [probe.id, probe])).values()]
}
