import type { Fields } from '../../src/model/fact.ts'
import type { ProbeReport } from '../../src/model/probe.ts'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { POD_VIEW, podCommand } from './pod.ts'
import { RunnerProcess } from './runner-process.ts'

/** Rows of what comes and goes, or of what a process did meanwhile: two looks from the same place differ too. */
const FLEETING = new Set([
  'pressure',
  'disk-io',
  'memory',
  'open-files',
  'process-files',
  'clock',
  'pids-cgroup',
  'cgroup-count',
])
/** Mounts that the agent's own container adds. */
const MOUNTS_APART = 2

export const containerTruth: Goal = {
  id: 'D10',
  needsMounts: true,
  promise: `the same program on the node and in the chart's container: no fact differs (mounts by ${MOUNTS_APART} at most), and every probe that has none where the node has some says why`,
  measure: () => compare(false),
  control: {
    without: 'knowing that it is in a container (it believes what the kernel answers there)',
    measure: () => compare(true),
  },
}

async function compare(isCredulous: boolean): Promise<Result> {
  const program = compileProduction()
  const here = await RunnerProcess.start({ program })
  const pod = await RunnerProcess.start({
    program,
    view: { ...POD_VIEW, contained: !isCredulous },
    inside: podCommand({ program }),
  })
  try {
    const before = await here.look(here.probes, 20_000)
    const { reports } = await pod.look(pod.probes, 20_000)
    const after = await here.look(here.probes, 20_000)
    return judge(reports, [...before.reports, ...after.reports])
  } finally {
    await pod.leave()
    await here.terminate()
  }
}

function judge(reports: readonly ProbeReport[], here: readonly ProbeReport[]): Result {
  const rows = rowsOf(reports)
  const ofTheNode = rowsOf(here)
  const tell = new Set(here.filter(({ facts }) => facts.length > 0).map(({ probe }) => probe))
  const wrong = rows.filter((row) => !isTrue(row, ofTheNode))
  const isMute = ({ facts, notChecked }: ProbeReport): boolean => facts.length + notChecked.length === 0
  const mute = reports.filter((report) => isMute(report) && tell.has(report.probe))
  const fewer = reports.filter(({ facts, notChecked }) => facts.length === 0 && notChecked.length > 0)
  const first = wrong[0] ? `, first ${wrong[0].kind} ${JSON.stringify(wrong[0].fields)}` : ''
  return {
    good: rows.length > 20 && wrong.length === 0 && mute.length === 0,
    says: `${rows.length} lasting facts in the container, ${wrong.length} of them differ from the node's${first}; ${fewer.length} of ${reports.length} probes have none and say why, ${mute.length} say nothing`,
  }
}

interface Row {
  readonly kind: string
  readonly fields: Fields
}

function rowsOf(reports: readonly ProbeReport[]): Row[] {
  return reports.flatMap(({ facts }) => facts).filter(({ kind }) => !FLEETING.has(kind))
}

/** One of the node's rows of the same names and words says the same numbers, or two of them what lies around them. */
function isTrue({ kind, fields }: Row, ofTheNode: readonly Row[]): boolean {
  const same = ofTheNode.filter((row) => row.kind === kind && wordsOf(row.fields) === wordsOf(fields))
  const numbers = Object.entries(fields).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return same.length > 0 && numbers.every(([name, value]) => liesAmong(value, numbersIn(same, name), kind))
}

function liesAmong(value: number, others: readonly number[], kind: string): boolean {
  const apart = kind === 'mount-table' ? MOUNTS_APART : 0
  return value >= Math.min(...others) - apart && value <= Math.max(...others) + apart
}

function numbersIn(rows: readonly Row[], name: string): number[] {
  return rows.flatMap(({ fields: { [name]: value } }) => (typeof value === 'number' ? [value] : []))
}

function wordsOf(fields: Fields): string {
  const words = Object.entries(fields).filter(([, value]) => typeof value !== 'number' && value !== undefined)
  return JSON.stringify(words.sort(([a], [b]) => (a < b ? -1 : 1)))
}
