import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkArguments, readArguments } from './arguments.ts'
import type { Call, Double } from './double.ts'
import type { JsonRecord } from './json.ts'
import { chat } from './methods/chat.ts'
import { conversations } from './methods/conversations.ts'
import { people } from './methods/people.ts'
import { rest } from './methods/rest.ts'
import { views } from './methods/views.ts'
import { Refusal } from './refusal.ts'
import { KINDS } from './rules/events.ts'
import { METHODS, type MethodRule } from './rules/methods.ts'
import { RateLimits } from './rules/rate-limits.ts'

const IMPLEMENTATIONS = { ...chat, ...conversations, ...people, ...views, ...rest }

/** Answers `/api/<method>`: token, rate limit, scope and arguments are checked in this order, then the method runs. */
export class WebApi {
  readonly #double: Double
  readonly #limits: RateLimits

  constructor(double: Double) {
    this.#double = double
    this.#limits = new RateLimits(double.clock)
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/api\//, '')
    const fault = this.#double.faults.take(method)
    const given = await readArguments(request).catch(asRefusal)
    const args = given instanceof Refusal ? {} : given
    const { token: _, ...logged } = args
    const call: Call = {
      method,
      args: readable(logged),
      at: this.#double.clock.now(),
      status: 200,
      answer: {},
      provoked: fault?.kind === 'answer',
      lost: false,
    }
    this.#double.journal.calls.push(call)
    this.#double.activity.note()
    if (fault?.kind === 'answer') return this.#reply(response, call, fault.status, fault.body, fault.headers)
    if (fault?.kind === 'wait') await fault.until()
    const outcome = given instanceof Refusal ? refused(given) : this.#run(method, tokenOf(request, args), args)
    if (fault?.kind !== 'lose reply') return this.#reply(response, call, outcome.status, outcome.body, outcome.headers)
    Object.assign(call, { answer: outcome.body, lost: true })
    request.socket.destroy()
  }

  #reply(
    response: ServerResponse,
    call: Call,
    status: number,
    body: JsonRecord,
    headers: Record<string, string>,
  ): void {
    Object.assign(call, { status, answer: body })
    const scopes = [...this.#double.installation.scopes].join(',')
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-oauth-scopes': scopes,
      ...headers,
    })
    response.end(JSON.stringify(body))
  }

  #run(method: string, token: string | undefined, given: JsonRecord): Outcome {
    try {
      const rule = METHODS[method]
      const run = IMPLEMENTATIONS[method]
      if (!rule || !run) throw new Refusal('unknown_method', { req_method: method })
      this.#checkToken(rule, token)
      this.#checkTeam(given.team_id)
      const waitSeconds = this.#limits.admit(method, rule.tier, String(given.channel))
      if (waitSeconds > 0) return tooEarly(waitSeconds)
      const accepted = this.#checkScopes(rule, given)
      const body = { ok: true, ...run(this.#double, checkArguments(rule, given)) }
      return { status: 200, body, headers: { 'x-accepted-oauth-scopes': accepted.join(',') } }
    } catch (error) {
      return refused(asRefusal(error))
    }
  }

  #checkToken(rule: MethodRule, token: string | undefined): void {
    const { botToken, appToken, state } = this.#double.installation
    if (!token) throw new Refusal('not_authed')
    if (token !== botToken && token !== appToken) throw new Refusal('invalid_auth')
    if (token !== (rule.token === 'app' ? appToken : botToken)) throw new Refusal('not_allowed_token_type')
    if (state === 'revoked') throw new Refusal('token_revoked')
    if (state === 'uninstalled') throw new Refusal('account_inactive')
  }

  #checkTeam(id: unknown): void {
    if (id !== undefined && id !== this.#double.workspace.team.id) throw new Refusal('team_access_not_granted')
  }

  /** The scopes that would have done. */
  #checkScopes(rule: MethodRule, args: JsonRecord): string[] {
    const granted = this.#double.installation.scopes
    const channel = this.#double.workspace.channels.get(String(args.channel))
    const kinds = channel ? [KINDS[channel.kind]] : Object.values(KINDS)
    const needed = rule.scopes.flatMap((scope) =>
      scope.includes('{kind}') ? kinds.map((kind) => scope.replace('{kind}', kind.scope)) : [scope],
    )
    if (needed.length > 0 && !needed.some((scope) => granted.has(scope))) {
      throw new Refusal('missing_scope', { needed: needed.join(','), provided: [...granted].join(',') })
    }
    return needed
  }
}

interface Outcome {
  readonly status: number
  readonly body: JsonRecord
  readonly headers: Record<string, string>
}

function refused(refusal: Refusal): Outcome {
  return { status: 200, body: { ok: false, error: refusal.code, ...refusal.details }, headers: {} }
}

function tooEarly(waitSeconds: number): Outcome {
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(waitSeconds) } }
}

/** A fault of the double itself must not look like an answer of Slack. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}

function tokenOf(request: IncomingMessage, args: JsonRecord): string | undefined {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  return bearer ?? (typeof args.token === 'string' ? args.token : undefined)
}

/** The arguments with the JSON inside their strings read, as a test wants to see them. */
function readable(args: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, readJson(value)]))
}

function readJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
