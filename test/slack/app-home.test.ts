import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DRAFT_WORDING } from '../../src/messages/slack/draft-wording.ts'
import { SECTIONS, type Sections } from '../../src/model/draft-sections.ts'
import { SPOOL_SECTIONS } from '../drafts/spool-case.ts'
import type { Delivery } from '../slack-double/deliveries.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { FakeFleet } from './fake-fleet.ts'
import { Office } from './office.ts'

const PASTE = "mkdir: cannot create directory '/data/upload/x': Too many links"

let office: Office
let alice: Person
let bob: Person
let ops: Channel
beforeEach(() => open())
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice, bob] })).toEqual([])
  await office.close()
})

async function open(fleet = new FakeFleet()): Promise<void> {
  office = await Office.open({ fleet })
  alice = office.slack.person('alice')
  bob = office.slack.person('bob')
  ops = office.slack.channel('ops')
}

const settle = () => office.slack.settle()

async function homeOf(person: Person): Promise<string> {
  await person.opensHome()
  await settle()
  return person.seesHome()
}

async function setMode(person: Person, channel: Channel, mode: string): Promise<void> {
  await person.types(channel, `/casebook channel ${mode}`)
  await settle()
}

const published = () => office.slack.calls.filter(({ method }) => method === 'views.publish')

describe('what the Home tab shows', () => {
  test('first steps and the state, to who comes for the first time', async () => {
    const seen = await homeOf(alice)
    expect(seen).toContain('None. How to begin:\n1. Paste an error')
    expect(seen).toContain('Connections to Slack: 2 of 2')
    expect(seen).toMatch(/Cases in the library: \d+, areas: \d+, revision \w+/)
    expect(seen).toContain('Agents connected: 0')
  })

  test('the same in Chinese', async () => {
    const wang = office.slack.person('wang', { locale: 'zh-CN' })
    const seen = await homeOf(wang)
    expect(seen).toContain('搜索已记录的案例')
    expect(seen).toContain('暂无。如何开始:')
  })

  test('open investigations of the reader, and nobody else', async () => {
    const message = await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    const seen = await homeOf(alice)
    expect(seen).toContain('#ops, open for less than a minute')
    expect(seen).not.toContain('How to begin')
    expect(await homeOf(bob)).toContain('How to begin')
    await alice.clicks(message, 'This solved it')
    await settle()
    expect(await homeOf(alice)).toContain('How to begin')
  })

  test('the way to the thread of each', async () => {
    const root = await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    expect(await homeOf(alice)).toContain('open for less than a minute · to the thread')
    const link = `<https://[\\w-]+\\.slack\\.com/archives/${ops.id}/p${root.ts.replace('.', '')}\\|to the thread>`
    expect(JSON.stringify(published().at(-1))).toMatch(new RegExp(link))
    expect(office.slack.calls.some(({ method }) => method === 'chat.getPermalink')).toBe(false)
  })

  test('nothing when somebody opens the messages', async () => {
    await alice.opensMessages()
    await settle()
    expect(published()).toEqual([])
  })

  test('nothing of an event is kept', async () => {
    await homeOf(alice)
    expect(await office.traces()).not.toContain('app_home_opened')
  })
})

describe('the search', () => {
  test('shows what it finds below the field', async () => {
    await homeOf(alice)
    await alice.fills({ 'Search the documented cases': 'too many links' }, 'home')
    await settle()
    expect(alice.seesHome()).toMatch(/\d+ cases?(?:, best first)?\n• /)
  })

  test('says when it finds nothing', async () => {
    await homeOf(alice)
    await alice.fills({ 'Search the documented cases': 'zzzzqqqq' }, 'home')
    await settle()
    expect(alice.seesHome()).toContain('No documented case has these words.')
  })

  test('a secret that is typed there does not come back', async () => {
    await homeOf(alice)
    await alice.fills({ 'Search the documented cases': 'AKIAQ3EGRZ7LXW5MPTVB links' }, 'home')
    await settle()
    expect(JSON.stringify(published())).not.toContain('AKIAQ3EGRZ7LXW5MPTVB')
  })
})

describe('channels', () => {
  test('whoever may set Casebook up changes a mode, and sees it at once', async () => {
    await setMode(alice, ops, 'watch')
    expect(await homeOf(bob)).toContain('#ops')
    await bob.clicks('home', 'off')
    await settle()
    expect(office.audit()).toContainEqual({ actor: bob.id, action: 'set channel to off', object: ops.id, allowed: 1 })
    await alice.types(ops, '/casebook channel')
    await settle()
    expect(alice.sees(ops)).toContain('Casebook is off here')
    expect(published()).toHaveLength(2)
  })

  test('guests see neither channels nor agents, and may change nothing', async () => {
    await setMode(alice, ops, 'watch')
    const guest = office.slack.person('guest', { guest: true })
    const seen = await homeOf(guest)
    expect(seen).not.toMatch(/Channels|Agents/)
    await chooses(guest, `${ops.id}:off`)
    expect(guest.seesHome()).toContain('Nothing was changed')
    expect(office.audit()).toContainEqual({ actor: guest.id, action: 'set channel to off', object: ops.id, allowed: 0 })
  })

  test('only admins, where the configuration names them', async () => {
    await setMode(alice, ops, 'watch')
    await office.restartApp(`admins: [${bob.id}]`)
    expect(await homeOf(alice)).not.toContain('Channels')
    expect(await homeOf(bob)).toContain('Channels')
    await chooses(alice, `${ops.id}:off`)
    expect(alice.seesHome()).toContain('Nothing was changed')
  })

  test('a private channel is for nobody but a named admin', async () => {
    const secret = office.slack.channel('secret', { kind: 'group', members: [alice] })
    await setMode(alice, secret, 'watch')
    expect(await homeOf(bob)).not.toContain('secret')
    await chooses(bob, `${secret.id}:off`)
    expect(bob.seesHome()).toContain('Nothing was changed')
    await office.restartApp(`admins: [${bob.id}]`)
    expect(await homeOf(bob)).toContain('#secret')
  })

  test('what no option of ours says changes nothing', async () => {
    await homeOf(alice)
    await chooses(alice, 'nonsense')
    expect(alice.seesHome()).toContain('Nothing was changed')
  })

  /** A choice that is on nobody's screen. */
  async function chooses(person: Person, value: string): Promise<void> {
    const option = { value, text: { type: 'plain_text', text: 'off' } }
    const action = {
      type: 'static_select',
      action_id: 'home_mode',
      block_id: 'b1',
      action_ts: '1.1',
      selected_option: option,
    }
    await person.forges({ type: 'block_actions', actions: [action], container: { type: 'view', view_id: 'V1' } })
    await settle()
  }
})

const written: Sections = SPOOL_SECTIONS
/** A whole case, under the labels of the form. */
const FOR_REVIEW = {
  ...Object.fromEntries(SECTIONS.map((it) => [DRAFT_WORDING.en.fields[it].label, written[it] ?? ''])),
  [DRAFT_WORDING.en.modal.next]: DRAFT_WORDING.en.modal.review,
}

describe('cases to review', () => {
  /** Handed in by Alice, in #ops. */
  async function handedIn(): Promise<void> {
    const message = await alice.posts(ops, 'spoolerd: cannot park job 7f31: spool is at its limit')
    await alice.uses('Save as case', message)
    await settle()
    expect(await alice.submits(FOR_REVIEW)).toEqual({})
    await settle()
  }

  test('reviewers see them and open them', async () => {
    await handedIn()
    expect(await homeOf(bob)).toContain('1. storage/spool-full, revision 1')
    await bob.clicks('home', 'Edit 1')
    await settle()
    expect(bob.seesModal()).toContain(SPOOL_SECTIONS.title_en)
  })

  test('reviewers publish them from there, and see it at once; who wrote it does too', async () => {
    await handedIn()
    expect(await homeOf(alice)).toContain('1. storage/spool-full, revision 1')
    expect(alice.seesHome()).not.toContain('Publish 1')
    await homeOf(bob)
    await bob.clicks('home', 'Publish 1')
    await settle()
    expect(bob.seesHome()).toContain('Published: storage/spool-full')
    expect(bob.seesHome()).toContain('written in Slack: 1')
    expect(bob.seesHome()).not.toContain('Cases to review')
    expect(alice.seesHome()).not.toContain('Cases to review')
    expect(office.audit()).toContainEqual(
      expect.objectContaining({ actor: bob.id, action: 'publish case', allowed: 1 }),
    )
  })

  test('nobody publishes a version that they did not see, nor what they wrote, whatever their client says', async () => {
    await handedIn()
    await homeOf(bob)
    await alice.uses('Save as case', ops.messages[0])
    await settle()
    const stolen = /"value":"(\{[^}]*draft[^}]*\})"/.exec(JSON.stringify(published().at(-1)))?.[1] ?? ''
    await presses(alice, 'publish_draft_1', JSON.parse(`"${stolen}"`))
    expect(alice.seesHome()).toContain('You wrote this text')
    await presses(bob, 'publish_draft_1', JSON.parse(`"${stolen}"`).replace('"version":1', '"version":7'))
    expect(bob.seesHome()).toContain('Somebody changed it meanwhile')
    expect(bob.seesHome()).toContain('Cases to review')
  })

  test('reviewers send them back from there', async () => {
    await handedIn()
    await homeOf(bob)
    await homeOf(alice)
    await bob.clicks('home', 'Send back 1')
    await settle()
    expect(await bob.submits({ 'What is to be changed, and why': 'no sources' })).toEqual({})
    await settle()
    expect(alice.sees(ops)).toContain('no sources')
    for (const person of [alice, bob]) expect(person.seesHome()).not.toContain('Cases to review')
  })

  test('guests do not', async () => {
    await handedIn()
    expect(await homeOf(office.slack.person('guest', { guest: true }))).not.toContain('spool')
  })

  test('a form that Slack is too slow to open breaks nothing', async () => {
    await handedIn()
    await homeOf(bob)
    office.slack.faults.answer('views.open', 503)
    await presses(bob, 'edit_draft_1', '{}')
    expect(office.logLines.join('\n')).not.toContain('an interaction failed')
  })

  /** A button of the Home tab, pressed without a look at what is on the screen. */
  async function presses(person: Person, action_id: string, value: string): Promise<void> {
    const action = { type: 'button', action_id, block_id: 'b1', action_ts: '1.1', value }
    await person.forges({ type: 'block_actions', actions: [action], container: { type: 'view', view_id: 'V1' } })
    await settle()
  }
})

function isAnsweredOpening({ about, state }: Delivery): boolean {
  return about === 'app_home_opened' && state === 'answered'
}

describe('at the same time', () => {
  test('a Home tab that changed meanwhile is shown as it is now', async () => {
    await homeOf(alice)
    const goOn = office.slack.faults.hold('views.publish')
    await alice.opensHome()
    await office.slack.until(() => office.slack.deliveries.filter(isAnsweredOpening).length === 2)
    await alice.fills({ 'Search the documented cases': 'zzzzqqqq' }, 'home')
    goOn()
    await settle()
    expect(published().some(({ answer }) => answer.error === 'hash_conflict')).toBe(true)
    expect(alice.seesHome()).toContain('No documented case has these words.')
  })

  test('Slack is down: the app goes on', async () => {
    office.slack.faults.answer('views.publish', 503)
    expect(await homeOf(alice)).toBe('')
    expect(office.logLines.join('\n')).toContain('a Home tab could not be shown')
    expect(await homeOf(alice)).toContain('How to begin')
  })
})
