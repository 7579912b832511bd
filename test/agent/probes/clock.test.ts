import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/clock.ts'
import { anchoredNode } from './anchored-node.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const SYNCHRONIZED = '/run/systemd/timesync/synchronized'
const SYNC_PIECE = { name: SYNCHRONIZED, pool: 'local' } as const

test('tells the time and the counter behind it', async () => {
  const view = scratchNode({
    'sys/devices/system/clocksource/clocksource0/current_clocksource': 'kvm-clock\n',
    'proc/sys/kernel/random/boot_id': '6d1f0a52-9f1b-4f3e-8a55-0c6f0a1b2c3d\n',
  })
  const before = Date.now() / 1000
  const { facts, notChecked } = await probe.look(view, ONE_PIECE)
  const { epochSeconds, ...rest } = facts[0]?.fields ?? {}
  expect(rest).toEqual({ toldBy: 'node', boot: '6d1f0a52-9f1b-4f3e-8a55-0c6f0a1b2c3d', clocksource: 'kvm-clock' })
  expect(epochSeconds).toBeGreaterThanOrEqual(before)
  expect(epochSeconds).toBeLessThanOrEqual(Date.now() / 1000)
  expect(notChecked).toEqual([])
})

test('says how long ago timesyncd set the clock', async () => {
  const view = anchoredNode({ [SYNCHRONIZED]: '' }, [SYNCHRONIZED])
  const twoHoursAgo = Date.now() / 1000 - 7200
  utimesSync(view.anchors[0]?.at ?? '', twoHoursAgo, twoHoursAgo)
  const { facts } = await probe.look(view, SYNC_PIECE)
  expect(facts[0]?.fields).toEqual({ toldBy: 'timesyncd', secondsSinceSync: expect.closeTo(7200, -1.5) })
})

test('a file from the future says nothing', async () => {
  const view = anchoredNode({ [SYNCHRONIZED]: '' }, [SYNCHRONIZED])
  const tomorrow = Date.now() / 1000 + 86_400
  utimesSync(view.anchors[0]?.at ?? '', tomorrow, tomorrow)
  expect((await probe.look(view, SYNC_PIECE)).facts).toEqual([])
})

test('what it was not given to see, and what is not there, are no facts', async () => {
  const blind = await probe.look(anchoredNode({ [SYNCHRONIZED]: '' }, []), SYNC_PIECE)
  expect(blind).toMatchObject({ facts: [], notChecked: [{ what: SYNCHRONIZED, why: 'missing-right' }] })
  const without = await probe.look(anchoredNode({ '/etc/hostname': '' }, [SYNCHRONIZED]), SYNC_PIECE)
  expect(without).toMatchObject({ facts: [], notChecked: [{ what: SYNCHRONIZED, why: 'not-here' }] })
})

test('without a clocksource or a boot there is still the time', async () => {
  const { facts } = await probe.look(scratchNode({ [join('proc', 'version')]: '' }), ONE_PIECE)
  expect(facts[0]?.fields.clocksource).toBeUndefined()
  expect(facts[0]?.fields.boot).toBeUndefined()
  expect(facts[0]?.fields.epochSeconds).toBeTypeOf('number')
})
