import type { IncomingMessage } from 'node:http'
import { isRecord, type JsonRecord } from './json.ts'
import { Refusal } from './refusal.ts'
import type { ArgumentKind, MethodRule } from './rules/methods.ts'

/** What an application sent, however it sent it: form, JSON, multipart or query string. Values are not read yet. */
export async function readArguments(request: IncomingMessage): Promise<JsonRecord> {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams
  const body = await readBody(request)
  return { ...Object.fromEntries(query), ...(await decode(body, request.headers['content-type'] ?? '')) }
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function decode(body: Buffer, contentType: string): Promise<JsonRecord> {
  const type = contentType.split(';')[0]?.trim()
  if (body.length === 0) return {}
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body.toString()))
  if (type === 'application/json') return parseBody(body.toString())
  if (type === 'multipart/form-data') {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    return Object.fromEntries(form)
  }
  throw new Refusal('invalid_post_type')
}

function parseBody(text: string): JsonRecord {
  const value = parseOrRefuse(text, 'json_not_object')
  if (!isRecord(value)) throw new Refusal('json_not_object')
  return value
}

/**
 * The arguments with their kinds: booleans, numbers and the JSON inside strings read, anything unknown refused.
 * `token` and `team_id` go with every method: Bolt adds the latter to each call that a listener makes.
 */
export function checkArguments(rule: MethodRule, given: JsonRecord): JsonRecord {
  const { token: _, team_id: __, ...rest } = given
  const unknown = Object.keys(rest).filter((name) => !(name in rule.takes))
  if (unknown.length > 0)
    throw Refusal.with(
      'invalid_arg_name',
      unknown.map((name) => `[ERROR] unknown argument: ${name}`),
    )
  const missing = Object.keys(rule.takes).filter((name) => isMissing(rule.takes[name], rest[name]))
  if (missing.length > 0) {
    throw Refusal.with(
      'invalid_arguments',
      missing.map((name) => `[ERROR] missing required field: ${name}`),
    )
  }
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, readAs(rule.takes[name], name, value)]))
}

function isMissing(kind: ArgumentKind | undefined, value: unknown): boolean {
  return kind?.endsWith('!') === true && (value === undefined || value === '')
}

function readAs(kind: ArgumentKind | undefined, name: string, value: unknown): unknown {
  if (kind === 'json' || kind === 'json!') return readJson(name, value)
  if (kind === 'flag') return readFlag(name, value)
  if (kind === 'number') return readNumber(name, value)
  if (typeof value !== 'string') throw wrongKind(name, 'a string')
  return value
}

/** The code that Slack has for an argument that is no JSON, where it has one of its own. */
const BROKEN_JSON: Readonly<Record<string, string>> = {
  blocks: 'invalid_blocks_format',
  metadata: 'invalid_metadata_format',
  attachments: 'invalid_attachments',
}

function readJson(name: string, value: unknown): unknown {
  return typeof value === 'string' ? parseOrRefuse(value, BROKEN_JSON[name] ?? 'invalid_arguments') : value
}

function readFlag(name: string, value: unknown): boolean {
  if (['true', '1', true, 1].includes(value as string)) return true
  if (['false', '0', false, 0].includes(value as string)) return false
  throw wrongKind(name, 'a boolean')
}

function readNumber(name: string, value: unknown): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 0) throw wrongKind(name, 'a number')
  return number
}

function wrongKind(name: string, expected: string): Refusal {
  return Refusal.with('invalid_arguments', [`[ERROR] must provide ${expected} [json-pointer:/${name}]`])
}

function parseOrRefuse(text: string, code: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(code)
  }
}
