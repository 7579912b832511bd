import { FAULTS } from './faults.ts'
import { LabNode } from './lab-node.ts'
import { becomeMachine } from './own-machine.ts'
import { checkHealthy, type Proved, prove } from './prove.ts'
import { isGood, type Row, writeTable } from './table.ts'
import { Undo } from './undo.ts'

/** The lab itself, in namespaces of its own: `SCRATCH-FOLDER CGROUP [FAULT…]`. */
export async function runInside([scratch = '', cgroup = '', ...names]: readonly string[]): Promise<number> {
  const chosen = FAULTS.filter(({ name }) => names.length === 0 || names.includes(name))
  const undo = new Undo()
  const proved: Proved[] = []
  let ofFault: Undo | undefined
  let isStopping = false
  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    say('the lab is told to stop')
    const failures = [...((await ofFault?.run()) ?? []), ...(await undo.run())]
    say(...failures, '', writeTable(proved.map(unasked), chosen.length))
    process.exit(1)
  }
  process.once('SIGTERM', stop).once('disconnect', stop)
  try {
    await becomeMachine(scratch)
    const node = await LabNode.start(cgroup, undo)
    for (const fault of chosen) {
      const result = await prove(fault, node, (current) => {
        ofFault = current
      })
      proved.push(result)
      sayProved(result.row)
    }
    const rows = await checkAll(proved, node)
    say('', writeTable(rows, chosen.length))
    return rows.every(isGood) ? 0 : 1
  } finally {
    process.off('disconnect', stop)
    say(...(await undo.run()))
    process.disconnect?.()
  }
}

async function checkAll(proved: readonly Proved[], node: LabNode): Promise<readonly Row[]> {
  await node.forget()
  const rows: Row[] = []
  for (const it of proved) rows.push(await checkHealthy(it, node))
  return rows
}

function unasked({ row }: Proved): Row {
  return {
    ...row,
    healthy: 'not asked',
    failures: [...row.failures, 'the lab ended before the healthy node was asked'],
  }
}

function sayProved(row: Row): void {
  const { fault, seconds, confirmed, failures } = row
  say(`${isGood(row) ? 'confirmed' : 'FAILED'}  ${fault}  ${seconds.toFixed(1)} s  ${confirmed}`)
  say(...failures.map((failure) => `    ${failure}`))
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
