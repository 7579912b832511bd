import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '../slack-double/clock.ts'
import type { Delivery } from '../slack-double/deliveries.ts'
import { recordOf, recordsOf } from '../slack-double/json.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { FakeFleet } from './fake-fleet.ts'
import { Office } from './office.ts'
import { NO_SPACE } from './pastes.ts'

const GROUP = 'S0ONCALL01'
const OTHER_GROUP = 'S0LUNCH001'
const FORGETS_MS = 6 * 60_000

let office: Office
let fleet: FakeFleet
let users: Readonly<Record<string, Person>>
let places: Readonly<Record<string, Channel>>
/** What the buttons of each place say, as their clients send it back. */
let pressed: Map<Channel, string>

beforeEach(async () => {
  fleet = new FakeFleet()
  for (const node of ['node-3', 'node-7', 'db-1']) fleet.connects(node)
  office = await Office.open({ clock: new VirtualClock({ running: true }), fleet })
  const { slack } = office
  const person = (name: string, profile = {}): Person => slack.person(name, profile)
  const owner = person('owner')
  users = {
    'a listed person': person('ada'),
    'a member of a listed group': person('grace'),
    'a member who is not listed': person('mallory'),
    'a member of another group': person('lunch'),
    'a guest': person('guest', { guest: true }),
    'somebody of another organisation': person('stranger', { stranger: true }),
    'a bot': person('robot', { bot: true }),
    'somebody who left': person('gone'),
  }
  const outsiders = ['a guest', 'somebody of another organisation', 'a bot', 'somebody who left'].map(known)
  known('somebody who left').user.deleted = true
  slack.userGroup(GROUP, [known('a member of a listed group'), ...outsiders])
  slack.userGroup(OTHER_GROUP, [known('a member of another group')])
  places = {
    'a listed channel': slack.channel('ops'),
    'a listed private channel': slack.channel('oncall', { kind: 'group', members: [owner] }),
    'another channel': slack.channel('random'),
    'a listed group of direct messages': slack.channel('mpdm-owner', { kind: 'mpim', members: [owner] }),
    'direct messages': owner.dm,
    'a listed channel that was shared': slack.channel('partners'),
  }
  const channels = Object.entries(places).flatMap(([name, { id }]) => (name.includes('listed') ? [id] : []))
  const people = [known('a listed person'), ...outsiders].map(({ id }) => id)
  await office.restartApp(
    `quiet_minutes: 0\nprobing: { channels: [${channels}], people: [${people}], user_groups: [${GROUP}], nodes: ["node-*"] }`,
  )
  pressed = new Map()
  for (const channel of Object.values(places)) pressed.set(channel, await pastedIn(channel, owner))
  Object.assign(place('a listed channel that was shared'), { external: true })
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

function known(name: string): Person {
  const found = users[name]
  if (!found) throw new Error(`there is no user \`${name}\``)
  return found
}

function place(name: string): Channel {
  const found = places[name]
  if (!found) throw new Error(`there is no place \`${name}\``)
  return found
}

/** An investigation, and what a button of its message says. */
async function pastedIn(channel: Channel, owner: Person): Promise<string> {
  const paste = await owner.posts(channel, `@casebook ${NO_SPACE}`)
  await office.slack.settle()
  const answer = office.slack.thread(paste).at(-1)
  const elements = (answer?.blocks ?? []).flatMap((block) => recordsOf(block.elements))
  return String(elements.find(({ action_id }) => action_id === 'not_this')?.value)
}

type Diagnostic = (who: Person, where: Channel) => Promise<boolean>

/** Everything that leads to a node, used by who may not even see it; each tells whether it did. */
const DIAGNOSTICS: Readonly<Record<string, Diagnostic>> = {
  async opens(who, where) {
    const before = called('views.open')
    await presses(who, where, 'confirm')
    return called('views.open') > before
  },
  async 'reads names'(who, where) {
    const about = { type: 'block_suggestion', action_id: 'node', block_id: 'node', value: '' }
    const { answer } = await who.forges({ ...about, view: viewOf(where) }, 'options')
    const names = recordsOf(recordOf(answer).options).map(({ value }) => value)
    expect([[], ['node-3', 'node-7']]).toContainEqual(names)
    return names.length > 0
  },
  'asks a node': (who, where) =>
    asks(() =>
      submits(who, where, { node: { node: { type: 'external_select', selected_option: { value: 'node-7' } } } }),
    ),
  'asks a pool': (who, where) =>
    asks(() => submits(who, where, { pool: { pool: { type: 'plain_text_input', value: '*' } } })),
  'asks again': (who, where) => asks(() => presses(who, where, 'ask_again')),
}

function called(method: string): number {
  return office.slack.calls.filter((call) => call.method === method).length
}

/** Whether a node was asked by it, and what it said is written down. */
async function asks(attempt: () => Promise<Delivery>): Promise<boolean> {
  const before = fleet.asked.length
  await attempt()
  await office.slack.settle()
  const asked = fleet.asked.slice(before)
  expect(asked.filter(({ node }) => !node.startsWith('node-'))).toEqual([])
  return asked.length > 0
}

async function presses(who: Person, where: Channel, action: string): Promise<Delivery> {
  const actions = [{ type: 'button', action_id: action, block_id: 'b', value: pressed.get(where) }]
  const delivery = await who.forges({ type: 'block_actions', actions, ...who.clickContext(where) })
  await office.slack.settle()
  return delivery
}

function submits(who: Person, where: Channel, values: object): Promise<Delivery> {
  return who.forges({ type: 'view_submission', view: { ...viewOf(where), state: { values } }, response_urls: [] })
}

function viewOf(where: Channel): object {
  return { id: 'V1', type: 'modal', callback_id: 'confirm', private_metadata: pressed.get(where), blocks: [] }
}

/** What one person can do in one place, all of it or none, else what; each refusal must be in the audit log. */
async function tried(who: Person, where: Channel): Promise<string> {
  const can: string[] = []
  for (const [name, diagnostic] of Object.entries(DIAGNOSTICS)) {
    const before = entries().length
    if (await diagnostic(who, where)) can.push(name)
    else expect(entries().slice(before), name).toContainEqual(expect.objectContaining({ actor: who.id, allowed: 0 }))
  }
  if (can.length === 0) return '-'
  return can.length === Object.keys(DIAGNOSTICS).length ? 'asks' : can.join(', ')
}

interface Entry {
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly allowed: number
}

function entries(): Entry[] {
  return office.audit() as Entry[]
}

test('only who is listed, in a listed channel of ours, comes to a node', { timeout: 120_000 }, async () => {
  const table: Record<string, string[]> = {}
  for (const [user, who] of Object.entries(users)) {
    table[user] = []
    for (const where of Object.values(places)) table[user].push(await tried(who, where))
  }
  expect(table).toEqual({
    'a listed person': ['asks', 'asks', '-', '-', '-', '-'],
    'a member of a listed group': ['asks', 'asks', '-', '-', '-', '-'],
    'a member who is not listed': ['-', '-', '-', '-', '-', '-'],
    'a member of another group': ['-', '-', '-', '-', '-', '-'],
    'a guest': ['-', '-', '-', '-', '-', '-'],
    'somebody of another organisation': ['-', '-', '-', '-', '-', '-'],
    'a bot': ['-', '-', '-', '-', '-', '-'],
    'somebody who left': ['-', '-', '-', '-', '-', '-'],
  })
  const runs = entries().filter(({ action, allowed }) => action === 'probe' && allowed === 1)
  const ended = entries().filter(({ action }) => action === 'probed')
  expect([runs.length, ended.length]).toEqual([12, 12])
  expect(new Set(runs.map(({ actor }) => actor))).toEqual(
    new Set([known('a listed person').id, known('a member of a listed group').id]),
  )
})

describe('while Slack cannot be asked', () => {
  test.each([
    ['usergroups.users.list', 'a member of a listed group'],
    ['conversations.info', 'a listed person'],
    ['users.info', 'a listed person'],
  ])('%s, %s is refused', async (method, user) => {
    const where = place('a listed channel')
    // What Slack said before is forgotten first.
    await office.restartApp()
    office.slack.faults.answer(method, 'internal_error', 100)
    expect(await tried(known(user), where)).toBe('-')
  })

  test('for want of the scope, who is only in a group is refused', async () => {
    const where = place('a listed channel')
    office.slack.faults.takeAwayScope('usergroups:read')
    expect(await tried(known('a member of a listed group'), where)).toBe('-')
  })
})

test('who is taken out of the group may not ask any more some minutes later', async () => {
  const where = place('a listed channel')
  const grace = known('a member of a listed group')
  expect(await tried(grace, where)).toBe('asks')
  office.slack.userGroup(GROUP, [])
  office.passes(FORGETS_MS)
  expect(await tried(grace, where)).toBe('-')
})

test('without a configuration nobody may, and nothing is offered', async () => {
  await office.restartApp('')
  const where = place('a listed channel')
  expect(await tried(known('a listed person'), where)).toBe('-')
  const paste = await known('a listed person').posts(where, `@casebook ${NO_SPACE}`)
  await office.slack.settle()
  expect(known('a listed person').sees(paste)).toMatch(/\[This solved it\]/)
  expect(known('a listed person').sees(paste)).not.toContain('Confirm on node')
})
