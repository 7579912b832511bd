import { afterEach, beforeEach, expect, test } from 'vitest'
import clock from '../../src/facts/clock.ts'
import { compareClocks, readOwnBoot } from '../../src/fleet/compare-clocks.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'
import { Camp } from './camp.ts'
import { HELLO } from './fake-agent.ts'

const THEIRS = '6d1f0a52-9f1b-4f3e-8a55-0c6f0a1b2c3d'
const OURS = '00000000-9f1b-4f3e-8a55-0c6f0a1b2c3d'
const reading = { toldBy: 'node', epochSeconds: 1_800_000_100, boot: THEIRS, clocksource: 'tsc' }
const between = { from: 1_800_000_000_000, to: 1_800_000_001_000 }

function compared(fields: Fields, kind: string = clock.id, ourBoot: string | undefined = OURS): Fields {
  const origin = { from: 'node', node: 'n1', probe: 'clock', at: '' } as const
  const fact: Fact = { kind, fields, origin }
  return compareClocks(fact, between, ourBoot).fields
}

test('a reading becomes what we find, as surely as the wait allows', () => {
  expect(compared(reading)).toEqual({ ...reading, toldBy: 'app', offsetSeconds: 99.5, uncertaintySeconds: 0.5 })
  expect(clock.schema.safeParse(compared(reading)).success).toBe(true)
})

test('our own clock says nothing of itself, and who does not tell its boot may be on ours', () => {
  expect(compared(reading, 'clock', THEIRS)).toEqual(reading)
  const { boot: _, ...bootless } = reading
  expect(compared(bootless)).toEqual(bootless)
})

test('what another witness says, and other facts, are left alone', () => {
  const chrony = { ...reading, toldBy: 'chrony', offsetSeconds: 0.1 }
  expect(compared(chrony)).toEqual(chrony)
  expect(compared(reading, 'kernel')).toEqual(reading)
})

test('a wait that is too long says nothing', () => {
  const fact: Fact = { kind: 'clock', fields: reading, origin: { from: 'node', node: 'n', probe: 'p', at: '' } }
  expect(compareClocks(fact, { from: 0, to: 31_000 }, OURS)).toBe(fact)
})

let camp: Camp
beforeEach(async () => {
  camp = await Camp.open()
})
afterEach(() => camp.close())

test('an answer carries the offset of a clock that is off; of its age and of the look itself nothing is taken for it', async () => {
  const probes = [{ id: 'clock', summary: 'What the clock says.', yields: ['clock'] }]
  const agent = await camp.agent('node-1', { ...HELLO, probes })
  const ahead = 3600
  agent.onAsk(({ id }) => {
    const epochSeconds = Date.now() / 1000 - 4 + ahead
    const facts = [{ kind: 'clock', fields: { toldBy: 'node', epochSeconds, boot: THEIRS } }]
    agent.say({ type: 'report', id, ageMs: 3000, report: { probe: 'clock', tookMs: 2000, facts, notChecked: [] } })
    agent.done(id)
  })
  const { facts } = await camp.fleet.ask('node-1', ['clock'], { deadlineMs: 5000 })
  const { toldBy, offsetSeconds, uncertaintySeconds } = facts[0]?.fields ?? {}
  expect(toldBy).toBe('app')
  expect(uncertaintySeconds).toBeGreaterThanOrEqual(1)
  expect(uncertaintySeconds).toBeLessThan(3)
  expect(Math.abs(Number(offsetSeconds) - ahead)).toBeLessThanOrEqual(Number(uncertaintySeconds))
})

test('an agent on our own kernel is not compared', async () => {
  const probes = [{ id: 'clock', summary: 'What the clock says.', yields: ['clock'] }]
  const agent = await camp.agent('node-1', { ...HELLO, probes })
  const fields = { toldBy: 'node', epochSeconds: Date.now() / 1000, boot: readOwnBoot() ?? '' }
  agent.answerAll(() => [{ kind: 'clock', fields }])
  const { facts } = await camp.fleet.ask('node-1', ['clock'], { deadlineMs: 5000 })
  expect(facts.map((fact) => fact.fields)).toEqual([fields])
})
