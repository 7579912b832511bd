import type { Match } from '../../src/model/answer.ts'
import type { Fields } from '../../src/model/fact.ts'
import type { Fault, Made } from './fault.ts'
import type { LabNode, Said } from './lab-node.ts'
import type { Row } from './table.ts'
import { Undo } from './undo.ts'

const MOST_LOOKS = 3

export interface Proved {
  readonly fault: Fault
  readonly error: string
  readonly errorLater: (() => Promise<string>) | undefined
  readonly row: Row
}

/** Makes a fault, has the agent confirm its case, and puts it back. Never rejects: what went wrong stands in the row. */
export async function prove(fault: Fault, node: LabNode, current: (undo: Undo) => void): Promise<Proved> {
  const started = performance.now()
  const undo = new Undo()
  current(undo)
  const failures: string[] = []
  let [error, matched, confirmed] = ['', '', '']
  let errorLater: Made['errorLater']
  try {
    const made = await fault.make(node, undo)
    error = made.error
    errorLater = made.errorLater
    await node.forget()
    const { said, looks } = await askUntilTold(fault, made.error, node, made.agent)
    const match = matchOf(said, fault)
    matched = match?.evidence[0]?.text.trim() ?? firstLine(error)
    confirmed = `${nameOf(looks)}${confirmation(match, made) ?? match?.verdict.because[0]?.says.en ?? ''}`
    failures.push(...complaints(said, match, made))
  } catch (problem) {
    failures.push(messageOf(problem))
  }
  failures.push(...(await undo.run()))
  const seconds = (performance.now() - started) / 1000
  return {
    fault,
    error,
    errorLater,
    row: { fault: fault.name, case: fault.case, matched, confirmed, healthy: '', seconds, failures },
  }
}

/** The same question about the node without the fault. Never rejects, as above. */
export async function checkHealthy(proved: Proved, node: LabNode): Promise<Row> {
  const { row } = proved
  if (proved.error === '') return { ...row, healthy: '-' }
  try {
    return await askHealthy(proved, node)
  } catch (problem) {
    return { ...row, healthy: '-', failures: [...row.failures, messageOf(problem)] }
  }
}

async function askHealthy({ fault, error, errorLater, row }: Proved, node: LabNode): Promise<Row> {
  const { said, looks } = await askUntilTold(fault, (await errorLater?.()) ?? error, node)
  const verdict = matchOf(said, fault)?.verdict
  const says = `${nameOf(looks)}${verdict?.because[0]?.says.en ?? ''}`
  if (verdict?.state === 'ruled-out') return { ...row, healthy: `yes: ${says}` }
  if (fault.healthy && verdict?.state === fault.healthy.verdict)
    return { ...row, healthy: `no, ${verdict.state}: ${fault.healthy.why}` }
  const failure = `the healthy node makes it ${verdict?.state ?? 'unmatched'}: ${says || gapsOf(said)}`
  return { ...row, healthy: verdict?.state ?? '-', failures: [...row.failures, failure] }
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem)
}

/**
 * Where the agent says that a probe had no time, which is true on a machine that others use too, a person asks again.
 * The table says so. An answer without such a gap is never asked for twice.
 */
async function askUntilTold(
  fault: Fault,
  error: string,
  node: LabNode,
  agent?: string,
): Promise<{ said: Said; looks: number }> {
  for (let looks = 1; ; looks++) {
    const said = await node.ask(error, agent)
    const isOpen = matchOf(said, fault)?.verdict.state === 'undecided'
    const hadNoTime = said.node?.notChecked.some(({ why }) => why === 'timed-out' || why === 'hung')
    if (!isOpen || !hadNoTime || looks === MOST_LOOKS) return { said, looks }
    await node.forget()
  }
}

function nameOf(looks: number): string {
  return looks > 1 ? `(look ${looks}) ` : ''
}

function matchOf({ answer }: Said, fault: Fault): Match | undefined {
  return answer.matches.find((match) => match.case.id === fault.case)
}

function complaints({ answer, node }: Said, match: Match | undefined, made: Made): string[] {
  if (!match) {
    const others = answer.matches.map((other) => other.case.id).join(', ')
    return [`the error does not lead to the case, but to ${others || 'none'}: ${firstLine(made.error)}`]
  }
  const complaint = node && made.complaint?.(node)
  return [...verdictComplaints(match, made, { answer, node }), ...(complaint ? [complaint] : [])]
}

function verdictComplaints({ verdict }: Match, made: Made, said: Said): string[] {
  const state = verdict.state === 'confirmed' ? [] : [`the verdict is ${verdict.state}: ${gapsOf(said)}`]
  const { fact, fields, from = 'node' } = made.proof
  const rows = verdict.because.filter(
    (ground) => ground.effect === 'confirms' && ground.fact.kind === fact && ground.fact.origin.from === from,
  )
  if (rows.some((ground) => agrees(ground.fact.fields, fields))) return state
  const measured = (said.node?.facts ?? []).filter(({ kind }) => kind === fact).map((it) => it.fields)
  const closest = measured.find((row) => row.mountpoint === fields.mountpoint && row.uid === fields.uid)
  return [
    ...state,
    `expected ${fact} ${JSON.stringify(fields)}, got ${JSON.stringify(rows[0]?.fact.fields ?? closest)}`,
  ]
}

function confirmation(match: Match | undefined, { proof }: Made): string | undefined {
  return match?.verdict.because.find(({ fact }) => fact.kind === proof.fact && agrees(fact.fields, proof.fields))?.says
    .en
}

function agrees(measured: Fields, expected: Fields): boolean {
  return Object.entries(expected).every(([field, value]) => measured[field] === value)
}

function gapsOf({ node }: Said): string {
  if (!node) return 'no probe was asked'
  const gaps = node.notChecked.map(({ probe, what, why, says }) => `${probe}: ${what} ${why} (${says})`)
  return [...(node.fault === undefined ? [] : [node.fault]), ...gaps].join('; ').slice(0, 600)
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? ''
}
