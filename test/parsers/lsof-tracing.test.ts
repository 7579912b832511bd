import { expect, test } from 'vitest'
import lsofTracing from '../../src/parsers/lsof-tracing.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const RAW = '/sys/kernel/debug/tracing/instances/demo/per_cpu/cpu1/trace_pipe_raw'

test('reads who holds a file of an instance open', () => {
  const text = `# lsof 2>/dev/null | grep /sys/kernel/debug/tracing
guard     1410 1733            root   21r      REG               0,11         0      30412 ${RAW}`
  expect(factsIn(lsofTracing, text)).toEqual([
    { kind: 'tracing-user', fields: { process: 'guard', pid: 1410, path: RAW, instance: 'demo' }, first: 1, last: 1 },
  ])
})

test('joins a path that was broken behind a slash', () => {
  const text = `guard     1410 1733            root   21r      REG               0,11         0      30412 /sys/kernel/debug/tracing/instances/

demo/per_cpu/cpu1/trace_pipe_raw

resolver- 1410 1902            root   23r      REG               0,11         0      30419 /sys/kernel/debug/tracing/instances/
demo/per_cpu/cpu1/trace_pipe_raw`
  expect(factsIn(lsofTracing, text)).toMatchObject([
    { fields: { process: 'guard', path: RAW, instance: 'demo' }, first: 0, last: 2 },
    { fields: { process: 'resolver-', path: RAW, instance: 'demo' }, first: 4, last: 5 },
  ])
})

test.each([
  ['one process', 'python3 13105 root    4r   REG   0,39        0    7 /sys/kernel/tracing/trace_pipe'],
  ['threads', 'python3   13105 13147 python3   root    4u      REG    0,39     0    7 /sys/kernel/tracing/trace_pipe'],
])('understands a row of %s, of the main instance', (_what, row) => {
  expect(fieldsIn(lsofTracing, row)).toEqual([
    { process: 'python3', pid: 13105, path: '/sys/kernel/tracing/trace_pipe' },
  ])
})

test.each([
  ['a working directory', 'bash  13104  root  cwd  DIR  0,39  80  1 /sys/kernel/tracing/instances'],
  ['an open folder', 'bash  13104  root  3r  DIR  0,39  80  1 /sys/kernel/tracing/instances'],
  ['a path without its end', `guard 1410 1733 root 21r REG 0,11 0 30412 /sys/kernel/debug/tracing/instances/`],
  [
    'a path whose next line is something else',
    'guard 1410 root 21r REG 0,11 0 30412 /sys/kernel/tracing/\nno more of it',
  ],
  ['a command', '# lsof 2>/dev/null | grep /sys/kernel/debug/tracing/current_tracer'],
  ['a shell error', 'bash: /sys/kernel/tracing/current_tracer: Device or resource busy'],
  ['a file elsewhere', 'less 12 root 4r REG 8,1 0 7 /home/me/sys/kernel/tracing/trace_pipe'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(lsofTracing, text)).toEqual([])
})
