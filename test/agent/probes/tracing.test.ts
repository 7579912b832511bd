import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import tracing from '../../../src/agent/probes/tracing.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

test.each(['sys/kernel/tracing', 'sys/kernel/debug/tracing'])('reads the tracer below %s', async (folder) => {
  const view = scratchNode({ [`${folder}/current_tracer`]: 'function_graph\n', 'proc/1/comm': 'init\n' })
  const { facts } = await tracing.look(view, ONE_PIECE)
  expect(facts).toEqual([{ kind: 'tracer', fields: { current: 'function_graph' } }])
})

test('names who has a pipe of tracefs open, and of which instance', async () => {
  const view = scratchNode({ 'proc/1115/comm': 'hostguard\n' })
  mkdirSync(join(view.proc, '1115/fd'))
  symlinkSync('/sys/kernel/debug/tracing/instances/guard/per_cpu/cpu0/trace_pipe_raw', join(view.proc, '1115/fd/21'))
  symlinkSync('/var/log/tracing/x', join(view.proc, '1115/fd/22'))
  const { facts, notChecked } = await tracing.look(view, ONE_PIECE)
  const path = '/sys/kernel/debug/tracing/instances/guard/per_cpu/cpu0/trace_pipe_raw'
  expect(facts).toEqual([
    { kind: 'tracing-user', fields: { process: 'hostguard', pid: 1115, path, instance: 'guard' } },
  ])
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([['current_tracer', 'not-here']])
})
