import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AskOptions, ConnectedAgent, NodeAnswer } from '../model/fleet.ts'
import { KnownError } from '../model/known-error.ts'
import { MAX_ANSWER_BYTES, refusal, socketOf } from './app-socket.ts'
import type { EnrolledHost, Enrolment } from './enrolment.ts'

/** The Slack app that runs on this machine with a database, asked from another process. */
export interface RunningApp {
  /** In the order of their nodes' names. */
  readonly agents: () => Promise<readonly ConnectedAgent[]>
  /** As `Fleet.ask`, at most 60 s, without telling progress. */
  readonly ask: (
    node: string,
    probes: readonly string[],
    options: Pick<AskOptions, 'deadlineMs'>,
  ) => Promise<NodeAnswer>
  readonly enrolment: Pick<Enrolment, 'invite' | 'list' | 'revoke'>
}

/**
 * Each call rejects with a KnownError: `no-running-app` when no app with agents runs on the database, `not-your-app`
 * when it is somebody else's, and whatever the app refuses (`no-such-node`, `bad-node-name`, …).
 */
export function askRunningApp(database: string): RunningApp {
  const call = (method: string, path: string, body?: unknown, deadlineMs = 10_000): Promise<unknown> =>
    send(database, { method, path, body, deadlineMs })
  return {
    agents: async () => ((await call('GET', '/agents')) as { agents: ConnectedAgent[] }).agents,
    ask: async (node, probes, { deadlineMs }) =>
      (await call('POST', '/ask', { node, probes, deadlineMs }, deadlineMs + 5000)) as NodeAnswer,
    enrolment: {
      invite: async (node, labels, expiresAt) =>
        ((await call('POST', '/invite', { node, labels, expiresAt })) as { key: string }).key,
      list: async () => ((await call('GET', '/hosts')) as { hosts: EnrolledHost[] }).hosts,
      revoke: async (node) => ((await call('POST', '/revoke', { node })) as { revoked: boolean }).revoked,
    },
  }
}

interface Call {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly deadlineMs: number
}

async function send(database: string, { method, path, body, deadlineMs }: Call): Promise<unknown> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    const call = request({ socketPath: socketOf(database), method, path, signal, agent: false })
    call.end(body === undefined ? undefined : JSON.stringify(body))
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    return answerOf(response.statusCode ?? 0, await readBody(response))
  } catch (error) {
    throw explain(error, database, deadlineMs, signal)
  }
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) throw new KnownError('answer-too-large', 'the running app answers too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function answerOf(status: number, text: string): unknown {
  const answer: unknown = JSON.parse(text)
  if (status === 200) return answer
  const { code, message } = refusal.parse(answer)
  throw new KnownError(code, message)
}

function explain(error: unknown, database: string, deadlineMs: number, signal: AbortSignal): unknown {
  if (error instanceof KnownError || !(error instanceof Error)) return error
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return new KnownError(
      'no-running-app',
      `no Casebook with agents runs here on \`${database}\`; start \`casebook slack\`, or name its --config`,
      { cause: error },
    )
  if (code === 'EACCES')
    return new KnownError('not-your-app', `the Casebook on \`${database}\` is another user's; run this as that user`, {
      cause: error,
    })
  if (signal.aborted)
    return new KnownError('app-silent', `the running Casebook did not answer in ${deadlineMs / 1000} s`, {
      cause: error,
    })
  return error
}
