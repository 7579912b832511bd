import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Camp } from './camp.ts'
import { FakeAgent, HELLO } from './fake-agent.ts'

let camp: Camp
beforeEach(async () => {
  camp = await Camp.open()
})
afterEach(() => camp.close())

const home = { kind: 'filesystem', fields: { mountpoint: '/home', inodesUsedPercent: 94 } }
const root = { kind: 'filesystem', fields: { mountpoint: '/', inodesUsedPercent: 9 } }

describe('an answer', () => {
  test('is put together of its reports: node and time are ours', async () => {
    const agent = await camp.agent('node-1')
    camp.aheadMs = Date.parse('2030-01-02T03:04:05.678Z') - Date.now()
    const progress: string[] = []
    agent.onAsk(({ id }) => {
      agent.report(id, { probe: 'filesystems', facts: [home], more: true })
      agent.report(id, { probe: 'kernel', notChecked: [missingRight] })
      agent.report(id, { probe: 'filesystems', facts: [root] })
      agent.done(id)
    })
    const answer = await camp.fleet.ask('node-1', ['filesystems', 'kernel', 'filesystems'], {
      deadlineMs: 2000,
      onProgress: (done, of) => progress.push(`${done} of ${of}`),
    })
    const origin = {
      from: 'node',
      node: 'node-1',
      probe: 'filesystems',
      at: expect.stringMatching(/^2030-01-02T03:04/),
    }
    expect(answer).toEqual({
      node: 'node-1',
      facts: [
        { ...home, origin },
        { ...root, origin },
      ],
      notChecked: [{ probe: 'kernel', ...missingRight }],
    })
    expect(progress).toEqual(['1 of 2', '2 of 2'])
  })

  test('is asked with less time than there is, relative to now', async () => {
    const agent = await camp.agent('node-1')
    agent.answerAll()
    await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })
    expect(agent.questions).toEqual([
      { type: 'ask', id: expect.stringMatching(/^[0-9a-f-]{36}$/), probes: ['kernel'], deadlineMs: 1800 },
    ])
  })

  test('names the probes that the agent does not have, and does not ask for them', async () => {
    const agent = await camp.agent('node-1')
    agent.answerAll()
    const mixed = await camp.fleet.ask('node-1', ['kernel', 'conntrack'], { deadlineMs: 2000 })
    expect(mixed.notChecked).toEqual([
      { probe: 'conntrack', what: 'conntrack', why: 'not-here', says: expect.stringContaining('has no probe') },
    ])
    const none = await camp.fleet.ask('node-1', ['conntrack'], { deadlineMs: 2000 })
    expect(none).toEqual({ node: 'node-1', facts: [], notChecked: mixed.notChecked })
    expect(agent.questions.map(({ probes }) => probes)).toEqual([['kernel']])
  })

  test('that comes too late keeps what came, and names the rest; what comes later is nobody’s', async () => {
    const agent = await camp.agent('node-1')
    agent.onAsk(({ id }) => {
      agent.report(id, { probe: 'kernel' })
      agent.report(id, { probe: 'filesystems', facts: [home], more: true })
    })
    const late = await camp.fleet.ask('node-1', ['filesystems', 'kernel'], { deadlineMs: 300 })
    expect(late.facts.map(({ fields }) => fields)).toEqual([home.fields])
    expect(late.fault).toBe('the agent did not answer in 0.3 s')
    expect(late.notChecked).toEqual([{ probe: 'filesystems', what: 'filesystems', why: 'timed-out', says: late.fault }])
    const [old] = agent.questions
    agent.onAsk(({ id }) => {
      agent.report(old?.id ?? '', { probe: 'filesystems', facts: [root] })
      agent.done(old?.id ?? '')
      agent.report(id, { probe: 'filesystems', facts: [home] })
      agent.done(id)
    })
    const next = await camp.fleet.ask('node-1', ['filesystems'], { deadlineMs: 2000 })
    expect(next.facts.map(({ fields }) => fields)).toEqual([home.fields])
    expect(next.fault).toBeUndefined()
  })

  test('of an agent that goes away keeps what came', async () => {
    const agent = await camp.agent('node-1')
    agent.onAsk(({ id }) => {
      agent.report(id, { probe: 'filesystems', facts: [home] })
      agent.socket.close()
    })
    const answer = await camp.fleet.ask('node-1', ['filesystems', 'kernel'], { deadlineMs: 5000 })
    expect(answer.facts).toHaveLength(1)
    expect(answer.fault).toBe('the connection to the agent was lost')
    expect(answer.notChecked).toEqual([{ probe: 'kernel', what: 'kernel', why: 'failed', says: answer.fault }])
  })

  test('may be a refusal, and may leave a probe out', async () => {
    const agent = await camp.agent('node-1')
    agent.onAsk(({ id }) => agent.done(id, 'one set in 5 s'))
    expect((await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })).fault).toBe(
      'the agent refuses: one set in 5 s',
    )
    agent.onAsk(({ id }) => agent.done(id))
    expect(await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })).toEqual({
      node: 'node-1',
      facts: [],
      notChecked: [{ probe: 'kernel', what: 'kernel', why: 'failed', says: 'the agent said nothing of it' }],
    })
  })

  test('is not asked for by five at once', async () => {
    const agent = await camp.agent('node-1')
    const open = [1, 2, 3, 4].map(() => camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 }))
    const fifth = await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })
    expect(fifth.fault).toContain('busy')
    while (agent.questions.length < 4) await agent.nextQuestion()
    for (const { id } of agent.questions) agent.done(id)
    expect((await Promise.all(open)).map(({ fault }) => fault)).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('a fact', () => {
  test.each<[string, object, RegExp]>([
    ['of an unknown kind', { kind: 'gossip', fields: {} }, /gossip: the app knows no such fact kind/],
    ['of a kind that the probe does not yield', { kind: 'kernel', fields: { release: '6.1' } }, /does not yield/],
    ['without what its kind demands', { kind: 'filesystem', fields: {} }, /`mountpoint`/],
    ['with text for a number', { kind: 'filesystem', fields: { mountpoint: '/', inodes: '1' } }, /`inodes`/],
  ])('%s is left out and named', async (_, fact, says) => {
    const agent = await camp.agent('node-1')
    agent.answerAll(() => [home, fact, fact] as (typeof home)[])
    const answer = await camp.fleet.ask('node-1', ['filesystems'], { deadlineMs: 2000 })
    expect(answer.facts.map(({ fields }) => fields)).toEqual([home.fields])
    expect(answer.notChecked).toEqual([
      { probe: 'filesystems', what: expect.any(String), why: 'failed', says: expect.stringMatching(says) },
    ])
    expect(answer.notChecked[0]?.says).toMatch(/left out of 2 rows/)
  })

  test('with a field that the app does not know loses that field only', async () => {
    const agent = await camp.agent('node-1')
    agent.answerAll(() => [{ kind: 'filesystem', fields: { ...home.fields, colour: 'red' } }])
    const answer = await camp.fleet.ask('node-1', ['filesystems'], { deadlineMs: 2000 })
    expect(answer.facts.map(({ fields }) => fields)).toEqual([home.fields])
    expect(answer.notChecked[0]?.says).toContain('the field `colour`, which the app does not know')
  })

  test('that names another node is left out', async () => {
    const agent = await camp.agent('node-1')
    agent.answerAll(() => ['node-1', 'node-2'].map((name) => ({ kind: 'node', fields: { name } })))
    const answer = await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })
    expect(answer.facts.map(({ fields, origin }) => [fields.name, 'node' in origin && origin.node])).toEqual([
      ['node-1', 'node-1'],
    ])
    expect(answer.notChecked[0]?.says).toContain('about `node-2`')
  })
})

describe('one connection a node', () => {
  test('the newer takes the place of the older, which is told; what was asked keeps what came', async () => {
    const older = await camp.agent('node-1')
    older.onAsk(({ id }) => older.report(id, { probe: 'filesystems', facts: [home] }))
    const asked = older.nextQuestion()
    const answer = camp.fleet.ask('node-1', ['filesystems', 'kernel'], { deadlineMs: 5000 })
    await asked
    const newer = await camp.agent('node-1', { ...HELLO, version: '0.2.0' })
    expect((await older.whenClosed()).reason).toContain('agent-replaced')
    expect(await answer).toMatchObject({ fault: expect.stringContaining('another agent connected as `node-1`') })
    newer.answerAll()
    expect((await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })).fault).toBeUndefined()
    expect(camp.fleet.agents().map(({ node, version }) => [node, version])).toEqual([['node-1', '0.2.0']])
  })

  test('one that has not said hello takes nobody’s place, and leaves it to the next', async () => {
    const older = await camp.agent('node-1')
    const first = camp.keep(await FakeAgent.dial(camp.with(camp.token({ node: 'node-1' }))))
    camp.keep(await FakeAgent.dial(camp.with(camp.token({ node: 'node-1' }))))
    expect((await first.whenClosed()).reason).toContain('agent-replaced')
    expect(older.closed).toBeUndefined()
  })

  test('an agent that comes back is asked again', async () => {
    const first = await camp.agent('node-1')
    await first.leave()
    while (camp.fleet.agentOf('node-1')) await new Promise((resolve) => setTimeout(resolve, 5))
    await expect(camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 100 })).rejects.toMatchObject({
      code: 'no-such-node',
    })
    const second = await camp.agent('node-1')
    second.answerAll()
    expect((await camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 2000 })).fault).toBeUndefined()
  })

  test('the app that stops says so', async () => {
    const agent = await camp.agent('node-1')
    const answer = camp.fleet.ask('node-1', ['kernel'], { deadlineMs: 5000 })
    await camp.stop()
    expect((await agent.whenClosed()).reason).toContain('app-stops')
    expect((await answer).fault).toContain('the app stops')
  })
})

describe('many nodes at once', () => {
  test('under one deadline: who answered, and who did not', async () => {
    const nodes = ['a', 'b', 'c', 'd'].map((name) => `node-${name}`)
    for (const node of nodes) (await camp.agent(node)).answerAll(() => [home])
    const hung = await camp.agent('hung')
    const started = performance.now()
    const progress: number[] = []
    const { answers, silent } = await camp.fleet.askAll([...nodes, 'hung', 'absent', 'node-a'], ['filesystems'], {
      deadlineMs: 500,
      onProgress: (done, of) => progress.push(done / of),
    })
    expect(performance.now() - started).toBeLessThan(900)
    expect(answers.map(({ node }) => node)).toEqual(nodes)
    expect(silent).toEqual([
      { node: 'hung', fault: expect.stringContaining('did not answer') },
      { node: 'absent', fault: 'no agent of a node `absent` is connected' },
    ])
    expect(progress).toEqual([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1])
    expect(hung.questions).toHaveLength(1)
  })

  test('who hangs does not keep the others from being asked', async () => {
    const small = await Camp.open({ askedAtOnce: 2 })
    for (const i of [1, 2, 3, 4, 5, 6]) await small.agent(`hung-${i}`)
    for (const i of [1, 2]) (await small.agent(`well-${i}`)).answerAll()
    const nodes = [1, 2, 3, 4, 5, 6].map((i) => `hung-${i}`)
    const { answers } = await small.fleet.askAll([...nodes, 'well-1', 'well-2'], ['kernel'], { deadlineMs: 1000 })
    expect(answers.map(({ node }) => node)).toEqual(['well-1', 'well-2'])
    await small.close()
  })
})

describe('a name that somebody typed', () => {
  test.each([
    '169.254.169.254',
    '[::1]',
    '127.0.0.1',
    'localhost',
    'metadata.google.internal',
    '../../etc',
    '__proto__',
    'constructor',
    'node-1 ',
    'NODE-1',
    'ｎode-1',
    'node-1\0',
    'http://node-1/',
    '',
  ])('`%s` is looked up and becomes nothing else', async (name) => {
    const agent = await camp.agent('node-1')
    const calls = camp.kubernetes.calls.length
    expect(camp.fleet.agentOf(name)).toBeUndefined()
    await expect(camp.fleet.ask(name, ['kernel'], { deadlineMs: 1000 })).rejects.toMatchObject({
      name: 'KnownError',
      code: 'no-such-node',
    })
    expect([camp.kubernetes.calls.length - calls, agent.questions]).toEqual([0, []])
  })

  test('of any kind is answered at once, in a short sentence without control characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (name) => {
        const error = await camp.fleet.ask(name, ['kernel'], { deadlineMs: 1000 }).catch((it: unknown) => it)
        expect(error).toMatchObject({ code: 'no-such-node' })
        const { message } = error as Error
        expect(message.length).toBeLessThan(160)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
      }),
    )
  })
})

const missingRight = { what: 'the kernel log', why: 'missing-right' as const, says: 'CAP_SYSLOG is missing' }
