import { afterEach, expect, test } from 'vitest'
import { type EchoApp, startOverHttp, startOverSockets } from './echo-app.ts'
import { type Slack, startSlack } from './slack.ts'

const INSTALLED = {
  scopes: ['chat:write', 'channels:history', 'app_mentions:read', 'commands', 'im:history'],
  commands: ['/echo'],
  shortcuts: [{ name: 'Ask about this', callbackId: 'ask', type: 'message' as const }],
}

let running: { slack: Slack; echo: EchoApp } | undefined

afterEach(async () => {
  await running?.echo.stop()
  await running?.slack.stop()
  running = undefined
})

async function start(transport: 'socket' | 'http'): Promise<Slack> {
  const slack = await startSlack({ ...INSTALLED, transport })
  const echo = await (transport === 'http' ? startOverHttp(slack) : startOverSockets(slack))
  running = { slack, echo }
  return slack
}

for (const transport of ['socket', 'http'] as const) {
  test(`a Bolt app answers a message over ${transport}, and its button works`, async () => {
    const slack = await start(transport)
    const alice = slack.person('alice')
    const channel = slack.channel('ops')

    const message = await alice.posts(channel, 'df says <none>')
    await slack.settle()
    expect(alice.sees(channel)).toBe(
      'alice: df says <none>\n  ↳ casebook: You said: df says <none>\n    [This solved it]',
    )

    await alice.clicks(message, 'This solved it')
    await slack.settle()
    expect(alice.sees(message)).toBe('alice: df says <none>\n  ↳ casebook: Solved, thank you\n    (edited)')
    expect(slack.checkInvariants()).toEqual([])
  })

  test(`commands, shortcuts, suggestions and modals work over ${transport}`, async () => {
    const slack = await start(transport)
    const alice = slack.person('alice')
    const channel = slack.channel('ops')

    await alice.types(channel, '/echo hello')
    expect(alice.sees(channel)).toBe('casebook (only visible to you): You typed: hello')

    const message = await alice.posts(channel, 'help')
    await alice.uses('Ask about this', message)
    await slack.settle()
    expect(alice.seesModal()).toBe('Ask\nTitle\n[plain_text_input]\nNode\n[external_select]\n[Send]')
    expect(await alice.looksUp('modal', 'Node', 'node')).toEqual(['node-7', 'node-8'])
    expect(await alice.submits({ Title: 'why', Node: 'node-7' })).toEqual({ Title: 'Say a little more' })
    expect(await alice.submits({ Title: 'why is it full' })).toEqual({})
    expect(alice.seesModal()).toBe('')
    expect(slack.checkInvariants()).toEqual([])
  })

  test(`the Home tab is published over ${transport}`, async () => {
    const slack = await start(transport)
    const alice = slack.person('alice')
    await alice.opensHome()
    await slack.settle()
    expect(alice.seesHome()).toBe('Hello, tab home')
  })
}
