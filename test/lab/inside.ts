import { FAULTS } from './faults.ts'
import { LabNode } from './lab-node.ts'
import { becomeMachine } from './own-machine.ts'
import { checkHealthy, type Proved, prove } from './prove.ts'
import { isGood, type Row, writeTable } from './table.ts'
import { Undo } from './undo.ts'

/** The lab itself, in namespaces of its own: `SCRATCH-FOLDER CGROUP [FAULT…]`. */
export async function runInside([scratch = '', cgroup = '', ...names]: readonly string[]): Promise<number> {
  const undo = new Undo()
  let ofFault: Undo | undefined
  const stop = async (): Promise<void> => {
    say('the lab is told to stop')
    const failures = [...((await ofFault?.run()) ?? []), ...(await undo.run())]
    say(...failures)
    process.exit(1)
  }
  process.once('SIGTERM', stop).once('disconnect', stop)
  try {
    await becomeMachine(scratch)
    const node = await LabNode.start(cgroup, undo)
    const rows = await proveAll(node, names, (current) => {
      ofFault = current
    })
    say('', writeTable(rows))
    return rows.every(isGood) ? 0 : 1
  } finally {
    process.off('disconnect', stop)
    say(...(await undo.run()))
    process.disconnect?.()
  }
}

async function proveAll(
  node: LabNode,
  names: readonly string[],
  current: (undo: Undo) => void,
): Promise<readonly Row[]> {
  const chosen = FAULTS.filter(({ name }) => names.length === 0 || names.includes(name))
  const proved: Proved[] = []
  for (const fault of chosen) {
    const result = await prove(fault, node, current)
    proved.push(result)
    const { row } = result
    say(`${isGood(row) ? 'confirmed' : 'FAILED'}  ${row.fault}  ${row.seconds.toFixed(1)} s  ${row.confirmed}`)
    say(...row.failures.map((failure) => `    ${failure}`))
  }
  await node.forget()
  const rows: Row[] = []
  for (const it of proved) rows.push(await checkHealthy(it, node))
  return rows
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
