import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What a value breaks of a rule, in the words and with the JSON pointer that Slack answers with. */
export function problemsOf(rule: z.ZodType, value: unknown, pointer: string): string[] {
  const result = rule.safeParse(value)
  return result.success ? [] : result.error.issues.flatMap((issue) => sentences(issue, value, pointer))
}

function sentences(issue: Issue, value: unknown, pointer: string): string[] {
  const place = `[json-pointer:${[pointer, ...issue.path].join('/')}]`
  return wordings(issue, valueAt(value, issue.path)).map((wording) => `[ERROR] ${wording} ${place}`)
}

function wordings(issue: Issue, value: unknown): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `invalid additional property: ${key}`)
  if (issue.code === 'too_big') return [tooBig(issue.origin, Number(issue.maximum))]
  if (issue.code === 'too_small') return [tooSmall(issue.origin, Number(issue.minimum))]
  if (value === undefined) return [`missing required field: ${String(issue.path.at(-1) ?? '')}`]
  if (issue.code === 'invalid_union') return [`unsupported type: ${String(value)}`]
  if (issue.code === 'invalid_type') return [`must provide a ${issue.expected}`]
  return [issue.message]
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'string') return `must be less than ${maximum + 1} characters`
  return origin === 'array' ? `no more than ${maximum} items allowed` : `must be at most ${maximum}`
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'string') return `must be more than ${minimum - 1} characters`
  return origin === 'array' ? `must provide at least ${minimum} items` : `must be at least ${minimum}`
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}
