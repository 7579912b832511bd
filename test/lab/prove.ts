import type { Match } from '../../src/model/answer.ts'
import type { Fields } from '../../src/model/fact.ts'
import type { Fault, Made } from './fault.ts'
import type { LabNode, Said } from './lab-node.ts'
import type { Row } from './table.ts'
import { Undo } from './undo.ts'

export interface Proved {
  readonly fault: Fault
  readonly error: string
  readonly row: Row
}

/** Makes a fault, has the agent confirm its case, and puts it back. Never rejects: what went wrong stands in the row. */
export async function prove(fault: Fault, node: LabNode, current: (undo: Undo) => void): Promise<Proved> {
  const started = performance.now()
  const undo = new Undo()
  current(undo)
  const failures: string[] = []
  let [error, matched, confirmed] = ['', '', '']
  try {
    const made = await fault.make(node, undo)
    error = made.error
    await node.forget()
    const said = await node.ask(made.error, made.agent)
    const match = matchOf(said, fault)
    matched = match?.evidence[0]?.text.trim() ?? firstLine(error)
    confirmed = confirmation(match, made) ?? match?.verdict.because[0]?.says.en ?? ''
    failures.push(...complaints(said, match, made))
  } catch (problem) {
    failures.push(problem instanceof Error ? problem.message : String(problem))
  }
  failures.push(...(await undo.run()))
  const seconds = (performance.now() - started) / 1000
  return {
    fault,
    error,
    row: { fault: fault.name, case: fault.case, matched, confirmed, healthy: '', seconds, failures },
  }
}

/** The same question about the node without the fault. */
export async function checkHealthy({ fault, error, row }: Proved, node: LabNode): Promise<Row> {
  if (error === '') return { ...row, healthy: '-' }
  const said = await node.ask(error)
  const verdict = matchOf(said, fault)?.verdict
  const says = verdict?.because[0]?.says.en ?? ''
  if (verdict?.state === 'ruled-out') return { ...row, healthy: `yes: ${says}` }
  if (fault.healthy && verdict?.state === fault.healthy.verdict)
    return { ...row, healthy: `no, ${verdict.state}: ${fault.healthy.why}` }
  const failure = `the healthy node makes it ${verdict?.state ?? 'unmatched'}: ${says || gapsOf(said)}`
  return { ...row, healthy: verdict?.state ?? '-', failures: [...row.failures, failure] }
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
  const { fact, fields } = made.proof
  const rows = verdict.because.filter((ground) => ground.effect === 'confirms' && ground.fact.kind === fact)
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
