import { expect, test } from 'vitest'
import runtimeTime from '../../src/parsers/runtime-time.ts'
import { fieldsIn } from './facts-in.ts'

const REAL = '\nreal\t0m0.171s\nuser\t0m0.013s\nsys\t0m0.021s'

test('reads how long the runtime took', () => {
  const text = `[root@node-7 ~]# time docker ps -a\nCONTAINER ID   IMAGE     COMMAND${REAL}`
  expect(fieldsIn(runtimeTime, text)).toEqual([
    { runtime: 'docker', question: 'containers', answered: true, seconds: 0.171 },
  ])
})

test('reads minutes, sudo and a pipe that counts', () => {
  expect(fieldsIn(runtimeTime, '$ time sudo crictl pods | wc -l\n61\n\nreal    2m3,5s')).toEqual([
    { runtime: 'cri', question: 'sandboxes', answered: true, seconds: 123.5 },
  ])
})

test('tells a run that was given up', () => {
  expect(fieldsIn(runtimeTime, runtimeTime.sample)).toEqual([
    { runtime: 'cri', question: 'containers', answered: false, seconds: 2.031 },
  ])
})

test.each([
  ['a run that somebody interrupted', `# time docker ps\n^C${REAL}`],
  ['one container', `# time docker inspect web${REAL}`],
  ['another command', `# time kubectl get nodes${REAL}`],
  ['a command without its end', '# time docker ps -a'],
  ['the end of the next command', `# time docker inspect x\n# time kubectl get po${REAL}`],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(runtimeTime, text)).toEqual([])
})
