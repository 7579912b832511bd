import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { mount, SCRATCH, unmount } from '../own-machine.ts'
import { failing, start } from '../processes.ts'
import { until } from '../wait.ts'

const TRACING = '/sys/kernel/tracing'
const TRACER = `${TRACING}/current_tracer`

/** A program that reads the kernel's trace: nobody may choose another tracer meanwhile. */
export const tracerBusy: Fault = {
  name: 'tracer-busy',
  case: 'ftrace-busy',
  healthy: { verdict: 'undecided', why: 'that nobody reads the trace now does not say who did' },
  async make(_node, undo) {
    undo.add('unmount tracefs', () => unmount(TRACING))
    await mount('-t', 'tracefs', 'tracefs', TRACING)
    undo.add('trace nothing', () => writeFileSync(TRACER, 'nop'))
    const pipe = `${TRACING}/trace_pipe`
    const reader = start('sh', ['-c', 'exec sleep 1000 < "$1"', 'sh', pipe], join(SCRATCH, 'reader.log'))
    undo.add('end the reader', () => reader.end())
    await until('the reader', () => existsSync(`/proc/${reader.pid}/fd/0`) && reader)
    const command = `echo function > ${TRACER}`
    const refusal = await failing('bash', ['-c', command])
    const fields = { process: 'sleep', pid: reader.pid, path: pipe }
    return { error: `# ${command}\n${refusal}`, proof: { fact: 'tracing-user', fields } }
  },
}
