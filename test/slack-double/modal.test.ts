import type { App, ViewResponseAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EchoApp, startOverSockets } from './echo-app.ts'
import type { Person } from './person.ts'
import { type Slack, startSlack } from './slack.ts'

let slack: Slack
let echo: EchoApp
let alice: Person
/** What the app answers to the next submission, and what it has been told so far. */
let answer: ViewResponseAction | undefined
let told: string[]

const words = (text: string) => ({ type: 'plain_text', text }) as const
const option = (text: string) => ({ text: words(text), value: text.toLowerCase() })

const form = (title: string): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  notify_on_close: true,
  title: words(title),
  submit: words('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'title',
      label: words('Title'),
      element: { type: 'plain_text_input', action_id: 'typed', min_length: 3, max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'area',
      dispatch_action: true,
      label: words('Area'),
      element: { type: 'static_select', action_id: 'chosen', options: [option('Storage'), option('Network')] },
    },
    {
      type: 'input',
      block_id: 'tags',
      optional: true,
      label: words('Tags'),
      element: { type: 'checkboxes', action_id: 'ticked', options: [option('Disk'), option('Mount')] },
    },
  ],
})

function listen(app: App): void {
  app.command('/new', async ({ ack, client, command }) => {
    await ack()
    await client.views.open({ trigger_id: command.trigger_id, view: form('New case') })
  })
  app.action('chosen', async ({ ack, client, body }) => {
    await ack()
    if (!('view' in body) || !body.view) return
    told.push(`chose ${JSON.stringify(body.view.state.values.area?.chosen?.selected_option?.value)}`)
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: form('New storage case') })
  })
  app.view('form', async ({ ack, view }) => {
    const { title, area, tags } = view.state.values
    const ticked = tags?.ticked?.selected_options?.map(({ value }) => value)
    told.push(`saved ${title?.typed?.value}, ${area?.chosen?.selected_option?.value}, ${ticked}`)
    await (answer ? ack(answer) : ack())
  })
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => {
    told.push('closed')
    await ack()
  })
}

beforeEach(async () => {
  slack = await startSlack({ scopes: ['commands'], commands: ['/new'] })
  echo = await startOverSockets(slack, listen)
  answer = undefined
  told = []
  alice = slack.person('alice')
  await alice.types(slack.channel('ops'), '/new')
  await slack.settle()
})

afterEach(async () => {
  await echo.stop()
  await slack.stop()
})

test('what was entered survives an update of the view, and is submitted', async () => {
  await alice.fills({ Title: 'Full' })
  await alice.fills({ Area: 'Storage' })
  await slack.settle()
  expect(alice.seesModal()).toContain('New storage case')
  expect(await alice.submits({ Tags: ['Disk', 'Mount'] })).toEqual({})
  expect(told).toEqual(['chose "storage"', 'saved Full, storage, disk,mount'])
  expect(alice.seesModal()).toBe('')
  expect(slack.checkInvariants()).toEqual([])
})

test('the client lets nobody submit what is empty, too short, too long or no option', async () => {
  await expect(alice.submits()).rejects.toThrow('cannot submit: `Title`, `Area` must be filled')
  await expect(alice.fills({ Title: 'x' })).rejects.toThrow('at least 3 characters')
  await expect(alice.fills({ Title: 'x'.repeat(11) })).rejects.toThrow('at most 10 characters')
  await expect(alice.fills({ Area: 'Weather' })).rejects.toThrow('the option `Weather`, there is Storage, Network')
  await expect(alice.fills({ Colour: 'red' })).rejects.toThrow('a field `Colour`, there is Title, Area, Tags')
  expect(told).toEqual([])
})

test('objections are shown beside their fields, and the modal stays open', async () => {
  answer = { response_action: 'errors', errors: { title: 'There is one already' } }
  expect(await alice.submits({ Title: 'Full', Area: 'Storage' })).toEqual({ Title: 'There is one already' })
  expect(alice.seesModal()).toContain('! Title: There is one already')
})

test('objections to a block that is no input are refused', async () => {
  answer = { response_action: 'errors', errors: { nowhere: 'What?' } }
  await alice.submits({ Title: 'Full', Area: 'Storage' })
  expect(slack.checkInvariants()).toEqual([
    expect.stringContaining('`errors` names `nowhere`, which is no input block'),
  ])
})

test('an answer can push, update and clear', async () => {
  answer = { response_action: 'push', view: form('Sure?') }
  await alice.submits({ Title: 'Full', Area: 'Storage' })
  expect(alice.seesModal()).toContain('Sure?')
  answer = { response_action: 'update', view: form('Really?') }
  await alice.submits({ Title: 'Full', Area: 'Storage' })
  expect(alice.seesModal()).toContain('Really?')
  answer = undefined
  await alice.submits({ Title: 'Full', Area: 'Storage' })
  expect(alice.seesModal()).toContain('New case')
  answer = { response_action: 'clear' }
  await alice.submits({ Title: 'Full', Area: 'Storage' })
  expect(alice.seesModal()).toBe('')
  expect(slack.checkInvariants()).toEqual([])
})

test('a view in an answer obeys the rules of views', async () => {
  answer = { response_action: 'update', view: { ...form('x'.repeat(25)) } }
  await alice.submits({ Title: 'Full', Area: 'Storage' })
  expect(slack.checkInvariants()).toEqual([expect.stringContaining('must be less than 25 characters')])
})

test('closing is told to an app that asked for it', async () => {
  await alice.closes()
  await slack.settle()
  expect(told).toEqual(['closed'])
  await expect(alice.closes()).rejects.toThrow('alice has no modal open')
})
