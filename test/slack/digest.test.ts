import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE } from './pastes.ts'

const DAY = 86_400_000
const UNKNOWN = 'panic: the frobnicator of web-7d9f8b6c5-x2x9z exploded after 12ms'

let office: Office
let alice: Person
let ops: Channel
beforeEach(async () => {
  office = await Office.open()
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

async function says(line: string, who = alice): Promise<string> {
  const before = who.sees(ops)
  await who.types(ops, line)
  await office.slack.settle()
  return who.sees(ops).slice(before.length)
}

async function aWeekGoesBy(): Promise<void> {
  office.passes(7 * DAY)
  await office.slack.settle()
  office.passes(60_000)
  await office.slack.settle()
}

async function somethingHappens(): Promise<void> {
  await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`)
  await office.slack.settle()
  await alice.posts(ops, `@casebook ${UNKNOWN}`)
  await office.slack.settle()
}

/** Returns the milliseconds until it is due. */
async function subscribeForTomorrow(): Promise<number> {
  const due = new Date(Math.ceil(Date.now() / DAY) * DAY + DAY / 2)
  const day = due.toUTCString().slice(0, 3).toLowerCase()
  await says(`/casebook digest weekly ${day} 12:00 UTC`)
  return due.getTime() - Date.now()
}

const digestsIn = (text: string): number => text.split('What this channel learned in').length - 1

describe('the weekly digest', () => {
  test('comes once a week, with what was asked and what nobody could answer', async () => {
    expect(await says('/casebook digest weekly mon 09:00 Europe/Berlin')).toMatch(
      /every week: mon 09:00 Europe\/Berlin/,
    )
    await somethingHappens()
    await aWeekGoesBy()
    const seen = alice.sees(ops)
    expect(digestsIn(seen)).toBe(1)
    expect(seen).toContain('2 questions')
    expect(seen).toContain('1 of 2 answered')
    expect(seen).toContain('mount-max-exhausted shown 1, solved it 0, not this 0')
    expect(seen).toContain('the frobnicator of <id> exploded after <id>')
    await office.restartApp()
    await office.slack.settle()
    expect(digestsIn(alice.sees(ops))).toBe(1)
  })

  test('is not posted when there is nothing to tell', async () => {
    await says('/casebook digest weekly fri 17:30 Asia/Shanghai')
    await aWeekGoesBy()
    expect(digestsIn(alice.sees(ops))).toBe(0)
  })

  test('is posted late, once, when the app was down when it was due', async () => {
    const untilDue = await subscribeForTomorrow()
    await somethingHappens()
    await office.stopApp()
    office.passes(untilDue + 5 * DAY)
    for (let start = 0; start < 2; start++) {
      await office.restartApp()
      await office.slack.settle()
      expect(digestsIn(alice.sees(ops))).toBe(1)
    }
  })

  test('is not posted, and that is noted, when it would tell old news', async () => {
    const untilDue = await subscribeForTomorrow()
    await somethingHappens()
    await office.stopApp()
    office.passes(untilDue + 6.5 * DAY)
    await office.startApp()
    await office.slack.settle()
    expect(digestsIn(alice.sees(ops))).toBe(0)
    expect(office.logLines.join('')).toContain('"outcome":"late"')
  })

  test('goes down the ladder where charts are not known, with the same numbers', async () => {
    office.slack.faults.refuseBlock('data_visualization')
    await says('/casebook digest weekly mon 09:00 UTC')
    await somethingHappens()
    await aWeekGoesBy()
    expect(alice.sees(ops)).toContain('mount-max-exhausted shown 1, solved it 0, not this 0')
  })

  test('stops when somebody says so', async () => {
    await says('/casebook digest weekly mon 09:00 UTC')
    await somethingHappens()
    expect(await says('/casebook digest off')).toContain('no digest any more')
    await aWeekGoesBy()
    expect(digestsIn(alice.sees(ops))).toBe(0)
  })
})

describe('/casebook digest', () => {
  test('preview is for the person alone, now is for the channel', async () => {
    await somethingHappens()
    const bob = office.slack.person('bob')
    expect(await says('/casebook digest preview')).toMatch(/only visible to you[\s\S]*2 questions/)
    expect(digestsIn(bob.sees(ops))).toBe(0)
    await says('/casebook digest now')
    expect(digestsIn(bob.sees(ops))).toBe(1)
  })

  test.each([
    ['weekly someday 09:00 UTC', 'is no day'],
    ['weekly mon 25:00 UTC', 'is no time of day'],
    ['weekly mon 09:00 Mars/Olympus', 'is no time zone'],
    ['', 'gets no digest'],
  ])('%s is answered with what to write', async (words, answer) => {
    expect(await says(`/casebook digest ${words}`)).toContain(answer)
  })

  test('a guest may look and not change', async () => {
    const guest = office.slack.person('gus', { guest: true })
    expect(await says('/casebook digest weekly mon 09:00 UTC', guest)).toContain('may not change')
    expect(office.audit()).toContainEqual(expect.objectContaining({ action: 'set the digest', allowed: 0 }))
  })
})
