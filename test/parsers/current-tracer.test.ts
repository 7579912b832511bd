import { expect, test } from 'vitest'
import currentTracer from '../../src/parsers/current-tracer.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('reads the word under the command', () => {
  expect(factsIn(currentTracer, '# cat /sys/kernel/debug/tracing/current_tracer\n\nfunction_graph\n#')).toEqual([
    { kind: 'tracer', fields: { current: 'function_graph' }, first: 2, last: 2 },
  ])
})

test.each([
  ['$ sudo cat /sys/kernel/tracing/current_tracer\nnop', 'nop'],
  ['tracing# cat current_tracer\nblk', 'blk'],
  ['# echo nop > current_tracer; cat current_tracer\nnop', 'nop'],
  ['/sys/kernel/tracing/instances/a/current_tracer:function', 'function'],
])('understands %s', (text, current) => {
  expect(fieldsIn(currentTracer, text)).toEqual([{ current }])
})

test.each([
  ['an echo', '# echo function_graph > /sys/kernel/debug/tracing/current_tracer\nnop'],
  ['an error', '# cat /sys/kernel/debug/tracing/current_tracer\ncat: current_tracer: Permission denied'],
  ['a word that is no tracer', '# cat /sys/kernel/debug/tracing/current_tracer\nconstructor'],
  ['several files', '# cat current_tracer available_tracers\nnop'],
  ['nothing below', '# cat /sys/kernel/debug/tracing/current_tracer'],
  ['prose', 'look at current_tracer\nnop'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(currentTracer, text)).toEqual([])
})
