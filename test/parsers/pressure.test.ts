import { expect, test } from 'vitest'
import pressure from '../../src/parsers/pressure.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const SOME = 'some avg10=64.21 avg60=41.07 avg300=12.50 total=48123456'
const FULL = 'full avg10=60.02 avg60=38.90 avg300=11.73 total=44012345'
const some = {
  share: 'some',
  avg10Percent: 64.21,
  avg60Percent: 41.07,
  avg300Percent: 12.5,
  totalMicroseconds: 48123456,
}
const full = {
  share: 'full',
  avg10Percent: 60.02,
  avg60Percent: 38.9,
  avg300Percent: 11.73,
  totalMicroseconds: 44012345,
}

test('takes the resource from the command above', () => {
  expect(factsIn(pressure, `# cat /proc/pressure/io\n${SOME}\n${FULL}\n# uptime`)).toEqual([
    { kind: 'pressure', fields: { resource: 'io', cgroup: undefined, ...some }, first: 1, last: 1 },
    { kind: 'pressure', fields: { resource: 'io', cgroup: undefined, ...full }, first: 2, last: 2 },
  ])
})

test('takes the resource from the line itself', () => {
  const text = `/proc/pressure/cpu:${SOME}\n/proc/pressure/memory:${FULL}\n/proc/pressure/irq:${FULL}`
  expect(fieldsIn(pressure, text)).toEqual([
    { resource: 'cpu', ...some },
    { resource: 'memory', ...full },
  ])
})

test('takes the resource from the header of each file', () => {
  const text = `==> /proc/pressure/cpu <==\n${SOME}\n\n==> /proc/pressure/io <==\n\n${FULL.replace('full', 'some')}`
  expect(fieldsIn(pressure, text)).toEqual([
    { resource: 'cpu', ...some },
    { resource: 'io', ...full, share: 'some' },
  ])
})

test('gives several files of one command their names in order', () => {
  const two = `$ cat /proc/pressure/memory /proc/pressure/io\n${SOME}\n${FULL}\n${SOME}\n${FULL}`
  expect(fieldsIn(pressure, two)).toEqual([
    { resource: 'memory', ...some },
    { resource: 'memory', ...full },
    { resource: 'io', ...some },
    { resource: 'io', ...full },
  ])
  const all = `$ cat /proc/pressure/*\n${SOME}\n${SOME}\n${FULL}\n${SOME}\n${FULL}`
  expect(fieldsIn(pressure, all).map((fields) => (fields as { resource: string }).resource)).toEqual([
    ...['cpu', 'io', 'io', 'memory', 'memory'],
  ])
})

test('says which cgroup it is about', () => {
  const text = `# cat /sys/fs/cgroup/kubepods.slice/io.pressure\n${SOME}`
  expect(fieldsIn(pressure, text)).toEqual([{ resource: 'io', ...some, cgroup: '/sys/fs/cgroup/kubepods.slice' }])
  expect(fieldsIn(pressure, `# cat memory.pressure\n${FULL.replace('full', 'some')}`)).toEqual([
    { resource: 'memory', ...full, share: 'some', cgroup: '.' },
  ])
})

test.each([
  ['figures without a name', `${SOME}\n${FULL}`],
  ['a name that another command parts from the figures', `# cat /proc/pressure/io\n# cat /tmp/psi\n${SOME}`],
  ['more blocks than names', `# cat /proc/pressure/io\n${SOME}\n${FULL}\n${SOME}\n${FULL}`],
  [
    'all files where one is irq',
    `# cat /proc/pressure/*\n${SOME}\n${FULL}\n${SOME}\n${FULL}\n${FULL}\n${SOME}\n${FULL}`,
  ],
  ['fewer blocks than names', `# cat /proc/pressure/io /proc/pressure/cpu\n${SOME}`],
  ['a line that lost its end', `# cat /proc/pressure/io\n${SOME.slice(0, 40)}`],
  ['a file of another folder', `# cat /tmp/pressure/io\n${SOME}`],
  ['prose', '# cat /proc/pressure/io\nit said some avg10=64.21 avg60=41.07 avg300=12.50 total=48123456'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(pressure, text)).toEqual([])
})
