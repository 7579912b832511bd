import { expect, test } from 'vitest'
import {
  findPipeline,
  findPipelineAbove,
  hasOption,
  isLineCount,
  isUnfiltered,
} from '../../../src/parsers/text/pipeline.ts'

const NAMES = ['docker ps', 'docker container ls']

test('finds a command behind a prompt, with what its output went through', () => {
  expect(findPipeline('[root@node-7 ~]# docker ps -a | grep -v NAME | wc -l', NAMES)).toEqual({
    args: ['-a'],
    filters: [
      ['grep', '-v', 'NAME'],
      ['wc', '-l'],
    ],
  })
  expect(findPipeline('sudo docker container ls', NAMES)).toEqual({ args: [], filters: [] })
})

test.each(['docker psx', 'docker rm $(docker ps -aq)', 'docker info', ''])('finds none in %j', (line) => {
  expect(findPipeline(line, NAMES)).toBeUndefined()
})

test('looks three lines up, for the nearest', () => {
  const lines = ['# docker ps', '# docker ps -a', 'WARNING: no', '', 'CONTAINER ID', '', '']
  expect(findPipelineAbove(lines, 4, NAMES)?.args).toEqual(['-a'])
  expect(findPipelineAbove(lines, 6, NAMES)).toBeUndefined()
})

test('knows an option by its letter, among others, and by its long name', () => {
  const withArgs = (...args: string[]) => hasOption({ args, filters: [] }, 'f', '--filter')
  expect([withArgs('-qf', 'x=y'), withArgs('--filter=x=y'), withArgs('--filter', 'x=y')]).toEqual([true, true, true])
  expect([withArgs('--format'), withArgs('dangling=false'), withArgs('-q')]).toEqual([false, false, false])
})

test('knows what takes lines out, and what counts them', () => {
  const through = (...filters: string[][]) => ({ args: [], filters })
  expect([isUnfiltered(through()), isUnfiltered(through(['less'])), isUnfiltered(through(['head', '-3']))]).toEqual([
    true,
    true,
    false,
  ])
  expect([isLineCount(through(['wc', '-l'])), isLineCount(through(['grep', 'x'], ['wc', '-l']))]).toEqual([true, false])
})
