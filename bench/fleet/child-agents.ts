/** Many agents in one process. Those that `stay` use the connection code of the real agent, with its reconnecting. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { stayConnected } from '../../src/agent/connection/stay-connected.ts'
import { FakeAgent } from '../../test/fleet/fake-agent.ts'
import { attack } from './attacks.ts'
import { serveCalls } from './serve-calls.mjs'
import { addressOf, BIG_HELLO, nodeName, tokenOf } from './token.ts'

interface Where {
  readonly port: number
  readonly ca: string
}

const agents: FakeAgent[] = []

serveCalls({ connect, stay, refuse, attack, pretend })

/** Connects agents `from` to `to`; those that hang never answer. */
async function connect(where: Where, from: number, to: number, hung: number, compress = false): Promise<number> {
  const waiting = Array.from({ length: to - from }, (_, i) => from + i).values()
  const dial = async (): Promise<void> => {
    for (const i of waiting) {
      const dialling = { ...where, credential: tokenOf(i), from: addressOf(i), compress }
      const agent = await FakeAgent.connect(dialling, BIG_HELLO)
      if (i - from >= hung) agent.answerAll(() => [{ kind: 'node', fields: { name: nodeName(i) } }])
      agents.push(agent)
    }
  }
  await Promise.all(Array.from({ length: 32 }, dial))
  return agents.length
}

/** As the real agent: connects, and again. `jitter` false: at once, all together. */
async function stay({ port, ca }: Where, from: number, to: number, jitter: boolean): Promise<void> {
  const hello = JSON.stringify(BIG_HELLO)
  for (let i = from; i < to; i++) {
    const dial = (): WebSocket =>
      new WebSocket(`wss://127.0.0.1:${port}/agent`, {
        ca,
        localAddress: addressOf(i),
        handshakeTimeout: 10_000,
        perMessageDeflate: false,
        headers: { authorization: `Bearer ${tokenOf(i)}` },
      })
    const parts = { hello, desk: { ask: async () => undefined }, beatMs: 20_000 }
    if (jitter) void stayConnected(dial, parts, () => {}, new AbortController().signal)
    else void dialForEver(dial, hello)
    if (i % 32 === 31) await sleep(10)
  }
}

async function dialForEver(dial: () => WebSocket, hello: string): Promise<void> {
  for (;;) {
    const socket = dial()
    socket.on('open', () => socket.send(hello))
    socket.on('error', () => {})
    await new Promise((resolve) => socket.once('close', resolve))
    await sleep(100)
  }
}

/** Dials with credentials that must not count; how many did, all the same, and how many were refused for what reason. */
async function refuse(where: Where, credentials: readonly string[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  const waiting = credentials.entries()
  const dial = async (): Promise<void> => {
    for (const [i, credential] of waiting) {
      const outcome = await FakeAgent.dial({ ...where, credential, from: addressOf(i) }).then(
        async (agent) => {
          await agent.leave()
          return 'accepted'
        },
        (error: Error) => error.message,
      )
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 32 }, dial))
  return outcomes
}

/** Agent `i` answers with facts of another node. */
async function pretend(where: Where, i: number): Promise<void> {
  const agent = await FakeAgent.connect({ ...where, credential: tokenOf(i), from: addressOf(i) }, BIG_HELLO)
  agent.answerAll(() => [{ kind: 'node', fields: { name: nodeName(i + 1) } }])
  agents.push(agent)
}
