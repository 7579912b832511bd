import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/pressure.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const IO = `some avg10=64.21 avg60=41.07 avg300=12.50 total=48123456
full avg10=60.02 avg60=38.90 avg300=11.73 total=44012345
`
const CPU = `some avg10=4.03 avg60=3.92 avg300=3.10 total=3610617621
full avg10=0.00 avg60=0.00 avg300=0.00 total=0
`

test('the figures of the node, without the `full` of the CPU, which means nothing', async () => {
  const view = scratchNode({ 'proc/pressure/io': IO, 'proc/pressure/cpu': CPU, 'proc/pressure/memory': IO })
  const { facts, notChecked } = await probe.look(view, ONE_PIECE)
  expect(facts.map(({ fields }) => [fields.resource, fields.share, fields.avg60Percent])).toEqual([
    ['cpu', 'some', 3.92],
    ['memory', 'some', 41.07],
    ['memory', 'full', 38.9],
    ['io', 'some', 41.07],
    ['io', 'full', 38.9],
  ])
  expect(notChecked).toEqual([])
})

test('a kernel without it says so, for each resource', async () => {
  const { facts, notChecked } = await probe.look(scratchNode({ 'proc/version': '' }), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([
    ['/proc/pressure/cpu', 'not-here'],
    ['/proc/pressure/memory', 'not-here'],
    ['/proc/pressure/io', 'not-here'],
  ])
})

test('what cannot be read is no zero', async () => {
  const view = scratchNode({ 'proc/pressure/cpu': 'some avg10=nan', 'proc/pressure/memory': '' })
  mkdirSync(join(view.proc, 'pressure/io'))
  const { facts, notChecked } = await probe.look(view, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked).toEqual([{ what: '/proc/pressure/io', why: 'failed', says: 'reading it failed with EISDIR' }])
})
