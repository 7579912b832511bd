import type { App, SlackViewAction, ViewSubmitAction } from '@slack/bolt'
import { askableCandidates } from '../../investigation/askable.ts'
import { kindsToMeasure, probesYielding } from '../../investigation/remaining.ts'
import { type Pressed, readPressed } from '../../messages/slack/button.ts'
import { CONFIRM, MAX_POOL_PATTERN } from '../../messages/slack/confirm-view.ts'
import { QUESTION_WORDING, type QuestionWording } from '../../messages/slack/question-wording.ts'
import type { Match } from '../../model/answer.ts'
import type { ConnectedAgent } from '../../model/fleet.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { AskedProbe } from '../../model/question.ts'
import type { Interaction } from '../interaction.ts'
import type { Nodes, Wanted } from '../probing/nodes.ts'
import type { Asker } from '../probing/probing-gate.ts'
import { askerOf, auditRefusal, denialOf } from '../probing/probing-press.ts'
import { languageFor, type Tools } from '../tools.ts'

/**
 * Whoever submits is checked again. The modal closes when the question is on disk; what is wrong, also that somebody
 * else was quicker, is said beside its field.
 */
const confirm: Interaction = (app: App, tools) => {
  app.view<ViewSubmitAction>({ callback_id: CONFIRM.callback, type: 'view_submission' }, async ({ ack, body }) => {
    const objection = await submit(body, tools)
    if (objection) await ack({ response_action: 'errors', errors: { [objection.field]: objection.says } })
    else await ack()
  })
}

export default confirm

/** More nodes than this at once are an experiment, not a question. */
const MAX_NODES = 2000

interface Objection {
  readonly field: string
  readonly says: string
}

/** Asks what was chosen, or says why not. */
async function submit(body: SlackViewAction, tools: Tools): Promise<Objection | undefined> {
  const words = QUESTION_WORDING[await languageFor(tools, body.user.id, '')]
  const pressed = readPressed(body.view.private_metadata)
  const investigation = pressed && (await tools.store.investigation(pressed.investigation))
  if (!pressed || !investigation) {
    await auditRefusal(askerOf(body.user, body.team, 'unknown'), aboutGone(pressed), tools)
    return { field: CONFIRM.node, says: words.wrong.gone }
  }
  const chosen = await choiceIn(body, tools)
  const asker = askerOf(body.user, body.team, investigation.place.channel)
  const about = `investigation=${investigation.id} node=${chosen.node} pool=${chosen.pool}`
  const denial = await denialOf(asker, about, tools)
  if (denial) return { field: CONFIRM.node, says: words.denied[denial] }
  const read = readChoice(chosen, { investigation, pressed, asker, nodes: tools.nodes, words }, tools)
  const objection = 'field' in read ? read : await start(read.wanted, words, tools)
  if (objection) await auditRefusal(asker, `${about} wrong=${objection.field}`, tools)
  return objection
}

/** The id comes from the client of who submits. */
function aboutGone(pressed: Pressed | undefined): string {
  return `investigation=${/^[\w-]{1,64}$/.exec(pressed?.investigation ?? '')?.[0] ?? 'unknown'} wrong=gone`
}

/** Two who submit at once are told apart by the store only. */
async function start(wanted: Wanted, { wrong }: QuestionWording, { nodes }: Tools): Promise<Objection | undefined> {
  const started = await nodes.asking.start(wanted)
  return started === 'asking'
    ? undefined
    : { field: 'node' in wanted ? CONFIRM.node : CONFIRM.pool, says: wrong[started] }
}

type Submission = { readonly wanted: Wanted } | Objection

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

function readChoice({ node, pool }: Choice, context: Context, { match, kinds }: Tools): Submission {
  const { investigation, words } = context
  if (node === '' && pool === '') return { field: CONFIRM.node, says: words.wrong.neither }
  if (node !== '' && pool !== '') return { field: CONFIRM.pool, says: words.wrong.both }
  const isAsking = investigation.questions?.at(-1)?.state === 'asking'
  if (isAsking) return { field: node === '' ? CONFIRM.pool : CONFIRM.node, says: words.wrong.busy }
  const candidates = askableCandidates(investigation, match)
  if (node === '') return wantedOfPool(pool, candidates, context, kinds)
  return wantedOfNode(node, kindsToMeasure(candidates, kinds), context)
}

function wantedOfNode(value: string, kinds: ReadonlySet<string>, context: Context): Submission {
  const { investigation, asker, nodes, words } = context
  const agent = nodes.inventory.chosen(value)
  if (!agent) return { field: CONFIRM.node, says: words.wrong.node }
  const probes = probesYielding(kinds, agent.probes)
  if (probes.length === 0) return { field: CONFIRM.node, says: words.wrong.probes }
  return { wanted: { investigation: investigation.id, askedBy: asker.user, node: agent.node, probes } }
}

/** One case, the one that the button stood on: "3 of 412 nodes have it". */
function wantedOfPool(pool: string, candidates: readonly Match[], context: Context, kinds: Tools['kinds']): Submission {
  const { investigation, pressed, asker, nodes, words } = context
  const objection = (says: string): Objection => ({ field: CONFIRM.pool, says })
  const match = candidates.find((it) => it.case.id === pressed.case) ?? candidates[0]
  const agents = nodes.inventory.fitting(pool)
  if (agents.length === 0) return objection(words.wrong.pool)
  if (agents.length > MAX_NODES) return objection(words.tooMany(agents.length, MAX_NODES))
  const probes = match ? probesOf(kindsToMeasure([match], kinds), agents) : []
  if (!match || probes.length === 0) return objection(words.wrong.probes)
  const names = agents.map(({ node }) => node)
  return { wanted: { investigation: investigation.id, askedBy: asker.user, pool, nodes: names, match, probes } }
}

function probesOf(kinds: ReadonlySet<string>, agents: readonly ConnectedAgent[]): readonly AskedProbe[] {
  const probes = agents.flatMap((agent) => probesYielding(kinds, agent.probes))
  return [...new Map(probes.map((probe) => [probe.id, probe])).values()]
}
