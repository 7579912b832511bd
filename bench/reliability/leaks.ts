import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppProcess } from './app-process.ts'
import { type FakeSecret, fakeSecrets } from './fake-secrets.ts'
import type { Goal, Result, Size } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolder } from './scratch.ts'
import { remainsOf } from './secrets.ts'
import { Workplace } from './workplace.ts'

const LIMIT_MS = 60_000

export const leaks: Goal = {
  id: 'A7',
  promise:
    'of secrets in pastes and files, and of the tokens of the app, no byte is in its database, log, or calls, nor after a crash',
  measure: (size) => pasteSecrets(compileProduction(), perKind(size)),
  control: { without: 'redaction', measure: () => pasteSecrets(withoutRedaction(), perKind('short')) },
}

/** Half of the secrets come in messages, half in files; the app is killed half-way, so that its write-ahead log is looked at too. */
async function pasteSecrets(program: string, secretsPerKind: number): Promise<Result> {
  const place = await Workplace.open({ channels: 100, speed: 30 })
  const { slack } = place
  const folder = newFolder()
  const app = new AppProcess({ slack, program, folder, config: ['log_level: debug'] })
  await app.start()
  const secrets = fakeSecrets(secretsPerKind)
  const sinks: string[] = []
  for (const [i, { text }] of secrets.entries()) {
    const paste = `${pasteOf(i)}\n${text}`
    await (i % 2 === 0
      ? place.asks(i, paste)
      : place.asks(i, 'what is this?', { files: [{ name: 'log.txt', content: paste }] }))
    if (i === Math.floor(secrets.length / 2)) {
      await app.kill()
      sinks.push(...filesIn(folder))
      await app.start()
    }
  }
  await place.untilUnanswered(0, LIMIT_MS)
  await app.untilDone(LIMIT_MS)
  await app.kill()
  sinks.push(...filesIn(folder), ...slack.calls.map(({ args }) => JSON.stringify(args)))
  await place.close()
  const tokens = [slack.botToken, slack.appToken, slack.signingSecret]
  return judge(secrets, sinks, tokens, place)
}

function judge(
  secrets: readonly FakeSecret[],
  sinks: readonly string[],
  tokens: readonly string[],
  place: Workplace,
): Result {
  const leaked = secrets.filter((secret) => sinks.some((sink) => remainsOf(secret, sink).length > 0))
  const told = tokens.filter((token) => sinks.some((sink) => sink.includes(token)))
  const kinds = [...new Set(leaked.map(({ kind }) => kind))]
  const searched = Math.round(sinks.reduce((sum, sink) => sum + sink.length, 0) / 2 ** 20)
  return {
    good: leaked.length + told.length + place.unanswered === 0,
    says: `${leaked.length} of ${secrets.length} secrets and ${told.length} of ${tokens.length} tokens in ${searched} MiB of database, log and calls${kinds.length > 0 ? ` (${kinds.slice(0, 6).join(', ')})` : ''}; ${place.unanswered} of ${place.asked} questions lost`,
  }
}

/** Byte by byte. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
}

function withoutRedaction(): string {
  return sabotage([{ file: 'redaction/redact', from: 'if (secrets.length === 0)', to: 'if (true)' }])
}

function perKind(size: Size): number {
  return size === 'full' ? 20 : 4
}
