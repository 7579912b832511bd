import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Camp } from './camp.ts'
import { enroll, FakeAgent } from './fake-agent.ts'
import type { FakeToken } from './fake-kubernetes.ts'

let camp: Camp
beforeEach(async () => {
  camp = await Camp.open()
})
afterEach(() => camp.close())

describe('a token of a ServiceAccount', () => {
  test('counts when all of it is right: node and labels come from Kubernetes, after one review', async () => {
    camp.kubernetes.labels.set('node-1', { pool: 'gpu' })
    await camp.agent('node-1')
    expect(camp.fleet.agentOf('node-1')).toMatchObject({ node: 'node-1', labels: { pool: 'gpu' }, version: '0.1.0' })
    expect(camp.kubernetes.calls.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'POST /apis/authentication.k8s.io/v1/tokenreviews',
      'GET /api/v1/nodes/node-1',
    ])
    expect(camp.kubernetes.mistakes).toEqual([])
  })

  test('counts also when the app may not read nodes: without labels', async () => {
    camp.kubernetes.forbidden.add('nodes')
    await camp.agent('node-1')
    expect(camp.fleet.agentOf('node-1')?.labels).toEqual({})
    expect(camp.log.map(({ fields }) => fields.why)).toContain('kubernetes-forbids')
  })

  test('of a cluster that does not tell the node counts for the node of its pod', async () => {
    camp.kubernetes.pods.set('casebook/agent-x', { node: 'node-7', uid: 'uid-1' })
    const token = camp.token({ pod: { name: 'agent-x', uid: 'uid-1' } })
    camp.keep(await FakeAgent.connect(camp.with(token)))
    expect(camp.fleet.agents().map(({ node }) => node)).toEqual(['node-7'])
    expect(camp.kubernetes.mistakes).toEqual([])
  })

  test.each<[string, Partial<FakeToken>, string]>([
    ['that has expired', { node: 'node-1', expired: true }, 'token-refused'],
    ['for another audience', { node: 'node-1', audiences: ['vault'] }, 'token-refused'],
    ['of another account', { node: 'node-1', account: 'casebook:default' }, 'token-of-another'],
    ['of an account of that name elsewhere', { node: 'node-1', account: 'default:casebook-agent' }, 'token-of-another'],
    ['of a person', { node: 'node-1', account: 'casebook:casebook-agent:x' }, 'token-of-another'],
    ['that is bound to nothing', {}, 'token-of-no-node'],
    ['of a node whose name is none', { node: '../secrets' }, 'token-of-no-node'],
    ['of a pod whose name was given to another', { pod: { name: 'agent-x', uid: 'old' } }, 'token-of-no-node'],
    ['of a pod whose name is none', { pod: { name: '../../nodes', uid: 'old' } }, 'token-of-no-node'],
  ])('%s does not count', async (_, token, code) => {
    camp.kubernetes.pods.set('casebook/agent-x', { node: 'node-7', uid: 'new' })
    await expect(FakeAgent.dial(camp.with(camp.token(token)))).rejects.toThrow(`401 ${code}`)
    expect(camp.fleet.agents()).toEqual([])
    expect(camp.log.map(({ message, fields }) => `${message}: ${fields.why}`)).toEqual([`an agent is refused: ${code}`])
    expect(camp.kubernetes.mistakes).toEqual([])
  })

  test('does not count when the API server knows no audiences', async () => {
    camp.kubernetes.knowsAudiences = false
    const token = camp.token({ node: 'node-1', audiences: ['vault'] })
    await expect(FakeAgent.dial(camp.with(token))).rejects.toThrow('401 token-for-others')
    const right = camp.token({ node: 'node-1' })
    await expect(FakeAgent.dial(camp.with(right))).rejects.toThrow('401 token-for-others')
  })

  test.each([
    ['nothing', undefined, 'no-credential'],
    ['no token', 'letmein', 'token-not-one'],
    ['a token with a line in it', 'a.b.c\td', 'no-credential'],
    ['a very long one', `a.${'b'.repeat(7000)}.c`, 'token-not-one'],
  ])('%s is not asked about', async (_, credential, code) => {
    await expect(FakeAgent.dial(camp.with(credential))).rejects.toThrow(`401 ${code}`)
    expect(camp.kubernetes.calls).toEqual([])
  })

  test('is never taken for one of another node, whatever the agent says', async () => {
    const liar = camp.keep(await FakeAgent.dial(camp.with(camp.token({ node: 'node-1' }))))
    liar.say({ type: 'hello', protocol: 1, version: '1', probes: [], node: 'node-2' })
    expect((await liar.whenClosed()).reason).toContain('frame-not-known')
    expect(camp.fleet.agents()).toEqual([])
  })
})

describe('when the API server cannot be asked', () => {
  test.each<[string, (camp: Camp) => void, string]>([
    ['it forbids reviews', ({ kubernetes }) => kubernetes.forbidden.add('tokenreviews'), 'kubernetes-forbids'],
    ['it fails', ({ kubernetes }) => (kubernetes.trouble = (it) => it.writeHead(500).end()), 'kubernetes-odd-answer'],
    ['it talks nonsense', ({ kubernetes }) => (kubernetes.trouble = (it) => it.end('{"a":')), 'kubernetes-odd-answer'],
    ['it answers too much', ({ kubernetes }) => (kubernetes.trouble = flood), 'kubernetes-odd-answer'],
    ['it hangs up', ({ kubernetes }) => (kubernetes.trouble = (it) => it.destroy()), 'kubernetes-unreachable'],
  ])('%s: nobody comes in, and nobody is blamed', async (_, spoil, code) => {
    spoil(camp)
    const token = camp.token({ node: 'node-1' })
    for (let i = 0; i < 25; i++) await expect(FakeAgent.dial(camp.with(token))).rejects.toThrow(`503 ${code}`)
    camp.kubernetes.trouble = undefined
    camp.kubernetes.forbidden.clear()
    await camp.agent('node-1')
    expect(camp.fleet.agents()).toHaveLength(1)
  })
})

describe('an enrolment key', () => {
  test('is exchanged once for the key of the host, which connects with the labels it was given', async () => {
    const invitation = await camp.fleet.enrolment.invite('db-1.example.org', { rack: 'r7' }, Date.now() + 60_000)
    const { node, key } = await enroll(camp.with(invitation))
    expect(node).toBe('db-1.example.org')
    camp.keep(await FakeAgent.connect(camp.with(key)))
    expect(camp.fleet.agentOf('db-1.example.org')?.labels).toEqual({ rack: 'r7' })
    expect(camp.kubernetes.calls).toEqual([])
    await expect(enroll(camp.with(invitation))).rejects.toThrow('401 key-unknown')
  })

  test('used twice at the same time gives one key', async () => {
    const invitation = await camp.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
    const both = await Promise.allSettled([enroll(camp.with(invitation)), enroll(camp.with(invitation))])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('expires', async () => {
    const invitation = await camp.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
    camp.aheadMs = 60_001
    await expect(enroll(camp.with(invitation))).rejects.toThrow('401 key-expired')
  })

  test('made anew voids the one before, and the host keeps its key until the new one is used', async () => {
    const key = await camp.hostKey('db-1')
    const first = await camp.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
    const second = await camp.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
    await expect(enroll(camp.with(first))).rejects.toThrow('401 key-unknown')
    camp.keep(await FakeAgent.connect(camp.with(key)))
    await enroll(camp.with(second))
    await expect(FakeAgent.dial(camp.with(key))).rejects.toThrow('401 key-unknown')
  })

  test('is no key to connect with, and the key of a host is none to enrol with', async () => {
    const invitation = await camp.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
    await expect(FakeAgent.dial(camp.with(invitation))).rejects.toThrow('401 key-unknown')
    await expect(enroll(camp.with(await camp.hostKey('db-2')))).rejects.toThrow('401 key-unknown')
  })

  test.each(['', 'Node-1', 'a..b', '-a', 'a_b', 'a/b', 'x'.repeat(64), '169.254.169.254/', 'nodé'])(
    'is not made for `%s`, which is no name of a node',
    async (node) => {
      await expect(camp.fleet.enrolment.invite(node, {}, 1)).rejects.toMatchObject({ code: 'bad-node-name' })
    },
  )

  test.each([{ 'a b': 'c' }, { a: 'x'.repeat(64) }, { a: '<!channel>' }, Object.fromEntries(labels(33))])(
    'is not made with labels that Kubernetes would not take',
    async (bad) => {
      await expect(camp.fleet.enrolment.invite('db-1', bad, 1)).rejects.toMatchObject({ code: 'bad-label' })
    },
  )
})

describe('the key of a host', () => {
  test('is kept as a digest only', async () => {
    const invitation = await camp.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
    const { key } = await enroll(camp.with(invitation))
    const kept = JSON.stringify([await camp.store.hosts.all(), await camp.store.hosts.invitations()])
    for (const secret of [invitation, key].map((text) => text.split('-').at(-1) ?? '')) {
      expect(secret).toMatch(/^[0-9a-f]{64}$/)
      expect(kept).not.toContain(secret)
    }
    expect(kept).toContain(key.split('-').at(-2))
  })

  test('with another secret does not count', async () => {
    const key = await camp.hostKey('db-1')
    const forged = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')
    await expect(FakeAgent.dial(camp.with(forged))).rejects.toThrow('401 key-unknown')
  })

  test('that is revoked ends the connection, and opens none', async () => {
    const key = await camp.hostKey('db-1')
    const agent = camp.keep(await FakeAgent.connect(camp.with(key)))
    expect(await camp.fleet.enrolment.revoke('db-1')).toBe(true)
    expect((await agent.whenClosed()).reason).toContain('agent-revoked')
    expect(camp.fleet.agents()).toEqual([])
    await expect(FakeAgent.dial(camp.with(key))).rejects.toThrow('401 key-unknown')
    expect(await camp.fleet.enrolment.revoke('db-1')).toBe(false)
  })

  test('does not take the place of a Kubernetes node of that name', async () => {
    const node = await camp.agent('node-1')
    const host = camp.keep(await FakeAgent.dial(camp.with(await camp.hostKey('node-1'))))
    host.say({ type: 'hello', protocol: 1, version: '1', probes: [] })
    expect((await host.whenClosed()).reason).toContain('node-name-taken')
    expect(node.closed).toBeUndefined()
    expect(camp.fleet.agentOf('node-1')?.version).toBe('0.1.0')
  })
})

test('every enrolment and revocation is in the audit log', async () => {
  await camp.hostKey('db-1')
  await camp.fleet.enrolment.revoke('db-1')
  expect(camp.audit()).toEqual(['operator made an enrolment key db-1', 'db-1 enrolled db-1', 'operator revoked db-1'])
})

test('what is not configured does not count', async () => {
  const closed = await Camp.open({}, { kubernetes: undefined, enrolment: false })
  const invitation = await closed.fleet.enrolment.invite('db-1', {}, Date.now() + 60_000)
  await expect(enroll(closed.with(invitation))).rejects.toThrow('401 credential-not-taken')
  await expect(FakeAgent.dial(closed.with(closed.token({ node: 'node-1' })))).rejects.toThrow(
    '401 credential-not-taken',
  )
  expect(closed.kubernetes.calls).toEqual([])
  await closed.close()
})

function labels(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`l${i}`, 'x'])
}

function flood(response: { write: (text: string) => void; end: () => void }): void {
  for (let i = 0; i < 40; i++) response.write('x'.repeat(100_000))
  response.end()
}
